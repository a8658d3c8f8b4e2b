import { type CaseService, caseService, today } from './case-service.ts';

export interface ClockedService {
  readonly service: CaseService;
  readonly clock: () => Date;
  /** Moves to ten in the morning of a day in Shanghai; who was signed in stays so. */
  on(date: string): Promise<void>;
}

/** The whole application with a clock that stands until it is moved. */
export async function clockedService(): Promise<ClockedService> {
  let now = today;
  const clock = () => now;
  const service = await caseService({ clock });
  return {
    service,
    clock,
    on: async (date) => {
      now = new Date(`${date}T02:00:00Z`);
      const { kysely } = service.services;
      const until = { expires_at: new Date(now.getTime() + 3_600_000) };
      await kysely
        .updateTable('staff_session')
        .set({ last_seen_at: now, factor_at: now, ...until })
        .execute();
      await kysely.updateTable('oauth_token').set(until).execute();
    },
  };
}
