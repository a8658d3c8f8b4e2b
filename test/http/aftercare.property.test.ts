import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { remindAftercare } from '../../src/jobs/remind-aftercare.ts';
import { type CaseService, reviewedCase } from '../support/case-service.ts';
import { type ClockedService, clockedService } from '../support/moving-clock.ts';
import { analysisExample } from '../support/report-example.ts';

let service: CaseService;
let clock: ClockedService['clock'];
let on: ClockedService['on'];
beforeAll(async () => {
  ({ service, clock, on } = await clockedService());
});
afterAll(() => service.close());

const diagnosis = { institution: 'H', method: 'cma', material: 'amniotic-fluid' };
const referred = { institution: 'H', urgency: 'routine' };

/** What a person may try, sensible or not; the state tables refuse most of it. */
const attempts: Record<string, Attempt> = {
  ...Object.fromEntries(
    ['notify', 'counsel', 'accept-diagnosis', 'decline-diagnosis', 'leave-unknown'].map((event) => [
      event,
      ({ id }: Row) => ['high-risk-cases', id, 'steps', { event, note: 'why' }] as const,
    ]),
  ),
  refer: ({ id }: Row) => ['high-risk-cases', id, 'referrals', referred],
  confirm: ({ id }: Row, day: string) => [
    ...(['high-risk-cases', id, 'diagnoses'] as const),
    { ...diagnosis, reportedOn: day, results: [{ target: 'T21', result: 'trisomy' }] },
  ],
  reach: ({ followUp }: Row) => ['follow-ups', followUp, 'contacts', { reached: true }],
  miss: ({ followUp }: Row) => ['follow-ups', followUp, 'contacts', { reached: false }],
  bear: ({ followUp }: Row, day: string) => [
    ...(['follow-ups', followUp, 'contacts'] as const),
    { reached: true, outcome: { kind: 'live-birth', endedOn: day } },
  ],
  nothing: () => null,
};

type Attempt = (row: Row, day: string) => readonly [string, string, string, object] | null;

interface Row {
  readonly id: string;
  readonly followUp: string;
}

const moves = fc.array(
  fc.record({
    attempt: fc.constantFrom(...Object.keys(attempts)),
    days: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 })),
  }),
  { minLength: 5, maxLength: 25 },
);

async function opened(number: string): Promise<Row> {
  await on('2026-04-23');
  const registration = { identifier: { type: 'passport', value: `P${number.slice(1)}` } };
  const result = analysisExample({ T21: 'high-risk' });
  const { reviewId, pregnancyId } = await reviewedCase(service, { number, registration, result });
  await service.call('approver', `POST /api/v1/reviews/${reviewId}/sign`);
  const { rows } = await service.database.pool.query(
    `select c.id, f.id as "followUp" from high_risk_case c join follow_up f using (pregnancy_id)
      where pregnancy_id = $1`,
    [pregnancyId],
  );
  return rows[0];
}

/** Whatever is open and neither has its day before it nor somebody who is reminded of it. */
async function forgotten(): Promise<unknown[]> {
  const { rows } = await service.database.pool.query(
    `select * from (
       select 'high-risk-case' as kind, id, due_on from high_risk_case where state <> 'OUTCOME'
       union all select 'follow-up', id, due_on from follow_up
         where state not in ('COMPLETED', 'LOST')
       union all select 'redraw', id, due_on from redraw
         where state in ('REQUESTED', 'NOTIFIED')) as open
      where due_on is null or due_on <= $1::date and not exists (
        select from laboratory_task t where t.closed_at is null
           and t.subject = open.kind || '/' || open.id)`,
    [clock().toISOString().slice(0, 10)],
  );
  return rows;
}

const runs = 12;

it('forgets nothing that is open, whatever people do and whenever', async () => {
  let cases = 0;
  await fc.assert(
    fc.asyncProperty(moves, async (taken) => {
      cases += 1;
      const row = await opened(`N2026042${String(cases).padStart(4, '0')}`);
      for (const { attempt, days } of taken) {
        await on(new Date(clock().getTime() + days * 86_400_000).toISOString().slice(0, 10));
        await remindAftercare({ kysely: service.services.kysely, clock });
        expect(await forgotten()).toEqual([]);
        const asked = attempts[attempt](row, clock().toISOString().slice(0, 10));
        if (asked === null) continue;
        const [thing, id, verb, body] = asked;
        const { status } = await service.call(
          'reviewer',
          `POST /api/v1/${thing}/${id}/${verb}`,
          body,
        );
        expect([200, 409, 422]).toContain(status);
        expect(await forgotten()).toEqual([]);
      }
    }),
    { numRuns: runs, seed: 20_261_122 },
  );
}, 60_000);
