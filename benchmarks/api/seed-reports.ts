import { demoRegistration } from '../../src/cli/demo/demo-registration.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/http/create-log.ts';
import { openMasterKey } from '../../src/security/master-key.ts';
import { openDataKeys } from '../../src/store/data-keys.ts';
import { prepareHome } from '../../src/store/home-folder.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/open-store.ts';
import {
  type CaseService,
  caseService,
  reviewedCase,
  today,
} from '../../test/support/case-service.ts';
import { signedIn } from '../../test/support/credentials.ts';
import type { TestDatabase } from '../../test/support/database.ts';

/** What a benchmark needs of a home full of reports. */
export interface SeededHome {
  readonly reportIds: readonly string[];
  /** Sessions of as many approvers. */
  readonly readers: readonly string[];
  readonly sequencer: string;
  readonly monitoring: string;
}

/**
 * Fills a new home: each report is registered, decided and signed by the service's own actions, on
 * the home's own database; only the sequencing before the review is put in.
 */
export async function seedReports(
  home: string,
  sizes: { readonly reports: number; readonly readers: number },
): Promise<SeededHome> {
  const config = readConfig({}, { BANYAN_HOME: home, LOG_LEVEL: 'warn' });
  if (!config.ok) throw new Error(config.message);
  const { folders } = config.value;
  prepareHome(folders);
  const log = createLog(config.value);
  const store = await openStore({ folders, databaseUrl: null, log });
  await migrate(store.kysely);
  const master = openMasterKey(folders.secrets, null);
  const keys = await openDataKeys(store.kysely, { master });
  const service = await caseService(
    { log, sealer: keys.sealer, blindIndex: keys.blindIndex, config: config.value },
    store as TestDatabase,
  );
  const reportIds: string[] = [];
  for (let i = 0; i < sizes.reports; i += 1) reportIds.push(await issue(service, i));
  const { sequencer, monitoring } = service.keys;
  const readers = await openSessions(service, sizes.readers);
  await service.close();
  return { reportIds, readers, sequencer, monitoring };
}

async function issue(service: CaseService, i: number): Promise<string> {
  const person = { name: '林静怡', birthYear: 1990, poor: false, trisomy21Denominator: null };
  const { reviewId } = await reviewedCase(service, {
    number: `BENCH-${String(i).padStart(4, '0')}`,
    registration: demoRegistration({ ...person, amountMinorUnits: 0 }, i, today),
  });
  const { status, body } = await service.call('approver', `POST /api/v1/reviews/${reviewId}/sign`);
  if (status !== 201) throw new Error(`report ${i} was not issued: ${JSON.stringify(body)}`);
  return body.id;
}

/** The cases were worked on a day of theirs; those who read them do so now. */
async function openSessions({ services }: CaseService, count: number): Promise<string[]> {
  return services.kysely.transaction().execute(async (tx) => {
    const made: string[] = [];
    for (let n = 0; n < count; n += 1) {
      const reader = { name: `reader-${n}`, roles: ['approver'] as const, now: new Date() };
      made.push(await signedIn(tx, reader));
    }
    return made;
  });
}
