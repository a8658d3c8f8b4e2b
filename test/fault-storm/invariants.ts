import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../src/store/tables.ts';
import { verifyAudit } from '../../src/store/verify-audit.ts';
import { sha256Of } from '../support/intake-service.ts';
import type { StormLedger, StormUpload } from './storm-ledger.ts';

/**
 * What an invariant looks at: one snapshot of the database, the disk, and what was acknowledged.
 */
export interface Look {
  readonly kysely: Kysely<Tables>;
  /** The database as it is whenever it is asked: newer than whatever was looked at before. */
  readonly latest: Kysely<Tables>;
  readonly home: string;
  readonly ledger: StormLedger;
  /** Uploads found whole and right before; a run file never changes. */
  readonly settledUploads: Set<string>;
}

/** What must hold at any moment, however the service was treated; answers what does not. */
export type Invariant = (look: Look) => Promise<string[]>;

/** Every acknowledged byte lies on disk, in a part or in a whole file with the hash it was sent. */
const everyAcknowledgedByteIsFound: Invariant = async (look) => {
  const faults: string[] = [];
  for (const [id, upload] of look.ledger.uploads) {
    if (look.settledUploads.has(id)) continue;
    const fault = await faultOfUpload(look, id, upload);
    if (fault !== null) faults.push(`upload ${id}: ${fault}`);
  }
  return faults;
};

async function faultOfUpload(
  { home, latest, settledUploads }: Look,
  id: string,
  { content, sha256, offset }: StormUpload,
): Promise<string | null> {
  const isWhole = offset === content.length;
  // One that has come whole since it was noted lies by its content by now, and has its row.
  const found =
    readUpload(home, id, isWhole ? sha256 : null) ??
    ((await hasCome(latest, id)) ? readUpload(home, id, sha256) : null);
  if (found === null) return offset === 0 ? null : `${offset} bytes are gone`;
  if (found.length < offset) return `${found.length} of ${offset} bytes`;
  const isSame = found.subarray(0, offset).equals(content.subarray(0, offset));
  if (!isSame) return 'other bytes than were sent';
  if (!isWhole) return null;
  if (sha256Of(found) !== sha256) return 'another hash';
  settledUploads.add(id);
  return null;
}

async function hasCome(latest: Kysely<Tables>, id: string): Promise<boolean> {
  const row = latest.selectFrom('run_file').select('id').where('id', '=', id);
  return (await row.executeTakeFirst()) !== undefined;
}

/** Every row that a client was told of is there. */
const everyAcknowledgedRowIsFound: Invariant = async ({ kysely, ledger }) => {
  const lost: string[] = [];
  for (const [table, ids] of ledger.rows) {
    const key = sql.ref(table === 'specimen' ? 'kept.number' : 'kept.id');
    const { rows } = await sql<{ id: string }>`
      select told.id from unnest(${[...ids]}::text[]) as told (id)
       where not exists (select from ${sql.table(table)} as kept where ${key}::text = told.id)
      `.execute(kysely);
    lost.push(...rows.map(({ id }) => `${table} ${id} is gone`));
  }
  return lost;
};

/** A report holds what its signer was answered, word for word. */
const everyReportIsAsSigned: Invariant = async ({ kysely, ledger }) => {
  const rows = await kysely.selectFrom('report').select(['id', 'body', 'body_sha256']).execute();
  return rows.flatMap(({ id, body, body_sha256: hash }) => [
    ...(sha256Of(Buffer.from(body)) === hash ? [] : [`report ${id} is not what it seals`]),
    ...((ledger.reports.get(id) ?? hash) === hash ? [] : [`report ${id} is not as signed`]),
  ]);
};

/** What may exist once: its name, its table and the columns that no two rows share. */
const onceOnly = [
  ['run file', 'run_file', 'sample_id'],
  ['counts', 'bin_counts', 'sample_id, input_sha256, software_version'],
  ['result', 'analysis_result', 'sample_id'],
  ['review', 'review', 'sample_id'],
  ['report', 'report', 'specimen_id'],
  ['claim', 'claim', 'pregnancy_id'],
  ['ledger entry', 'ledger_entry', 'claim_id'],
  [
    'event',
    `(select * from audit_event where action in ('file.receive', 'sample.count',
    'sample.score', 'review.decide', 'report.issue', 'report.acknowledge',
    'specimen.record-analysis')) as single`,
    'action, subject',
  ],
] as const;

/** What may exist once exists once. */
const nothingIsDoubled: Invariant = async ({ kysely }) => {
  const doubles = onceOnly.map(([name, table, columns]) =>
    ask(
      kysely,
      `select '${name} of ' || concat_ws(' ', ${columns}) as fault from ${table}
      group by ${columns} having count(*) > 1`,
    ),
  );
  return (await Promise.all(doubles)).flat().map((fault) => `more than one ${fault}`);
};

/** What is written in one transaction is there together: report, finding, outbox, ledger, event. */
const whatBelongsTogetherIsTogether: Invariant = async ({ kysely }) =>
  ask(
    kysely,
    `
    select 'report ' || id || ' without its finding' as fault from report
     where not exists (select from finding where report_id = report.id)
    union all select 'report ' || id || ' without its offer' from report
     where not exists (select from outbox where report_id = report.id)
    union all select 'report ' || id || ' without its event' from report
     where not exists (select from audit_event
       where action = 'report.issue' and subject = 'report/' || report.id)
    union all select 'report ' || report.id || ' without its ledger entry' from report
      join specimen on specimen.id = report.specimen_id
      join claim on claim.pregnancy_id = specimen.pregnancy_id
     where not exists (select from ledger_entry where report_id = report.id)
    union all select 'sample ' || id || ' scored without its result' from sample
     where state = 'SCORED' and not exists (
       select from analysis_result where sample_id = sample.id)
    union all select 'sample ' || id || ' scored without its review' from sample
     where state = 'SCORED' and specimen_id is not null and not exists (
       select from review where sample_id = sample.id)
    union all select 'sample ' || id || ' scored without its event' from sample
     where state = 'SCORED' and not exists (select from audit_event
       where action = 'sample.score' and subject = 'sample/' || sample.id)`,
  );

/** A sample under way has a job that will take it further; none has failed. */
const noJobIsLost: Invariant = async ({ kysely }) =>
  ask(
    kysely,
    `
    select 'sample ' || sample.id || ' waits for a count nobody will do' as fault
      from sample join run_file on run_file.sample_id = sample.id
     where sample.state = 'UPLOADED' and not exists (select from pgboss.job
       where name = 'count-bins' and singleton_key = run_file.id::text
         and state in ('created', 'retry', 'active'))
    union all select 'sample ' || sample.id || ' waits for a score nobody will do'
      from sample join bin_counts on bin_counts.sample_id = sample.id
     where sample.state = 'COUNTED' and not exists (select from pgboss.job
       where name = 'score-sample' and singleton_key = bin_counts.id::text
         and state in ('created', 'retry', 'active'))
    union all select 'sample ' || id || ' failed' from sample where state = 'FAILED'`,
  );

/** The same bytes, model and version gave the same result, whichever sample they were sent for. */
const sameBytesGiveSameResult: Invariant = async ({ kysely }) =>
  ask(
    kysely,
    `
    select 'input ' || input_sha256 || ' has several results' as fault
      from analysis_result join sample on sample.id = analysis_result.sample_id
     group by input_sha256, model_id, software_version, sample.specimen_id is null
    having count(distinct body::jsonb - 'sample' - 'input' - 'parameters' - 'calls') > 1`,
  );

/**
 * The audit chain follows from its beginning and agrees with what was signed outside, which the
 * chain of the snapshot may not have come to yet.
 */
const auditChainIsUnbroken: Invariant = async ({ latest, home }) => {
  const { faults } = await verifyAudit(latest, { checkpointsFolder: join(home, 'checkpoints') });
  return faults.map(({ kind, sequence, detail }) => `audit: ${kind} at ${sequence}: ${detail}`);
};

/** Every invariant, by what it says. */
export const invariants: Readonly<Record<string, Invariant>> = {
  everyAcknowledgedByteIsFound,
  everyAcknowledgedRowIsFound,
  everyReportIsAsSigned,
  nothingIsDoubled,
  whatBelongsTogetherIsTogether,
  noJobIsLost,
  sameBytesGiveSameResult,
  auditChainIsUnbroken,
};

/** What must hold besides once everything has come to rest. */
export const restInvariants: Readonly<Record<string, Invariant>> = {
  everySampleHasCome: async ({ kysely }) =>
    ask(
      kysely,
      `select 'sample ' || id || ' rests ' || state as fault from sample
      where state <> 'SCORED'`,
    ),
  everyReportWasTaken: async ({ kysely, ledger }) => [
    ...(await ask(
      kysely,
      `select 'report ' || report_id || ' rests ' || state as fault
      from outbox where state <> 'ACKED'`,
    )),
    ...(ledger.reports.size === ledger.acknowledged.size ? [] : ['a report was never pulled']),
  ],
  everyFileHasItsRow: async ({ kysely, home }) => {
    const rows = await kysely.selectFrom('run_file').select(['id', 'sha256']).execute();
    const known = new Set(rows.flatMap(({ id, sha256 }) => [id, sha256]));
    const files = [
      ...readdirSync(join(home, 'data', 'run-files')),
      ...readdirSync(join(home, 'data', 'files', 'sha256')).flatMap((folder) =>
        readdirSync(join(home, 'data', 'files', 'sha256', folder)),
      ),
    ];
    return files.filter((name) => !known.has(name)).map((name) => `file ${name} belongs to nobody`);
  },
};

async function ask(kysely: Kysely<Tables>, statement: string): Promise<string[]> {
  const { rows } = await sql.raw<{ fault: string }>(statement).execute(kysely);
  return rows.map(({ fault }) => fault);
}

/** Only what came whole may lie by its content. */
function readUpload(home: string, id: string, sha256: string | null): Buffer | null {
  const content = sha256 === null ? [] : [join('files', 'sha256', sha256.slice(0, 2), sha256)];
  const before = [join('uploads', id), join('run-files', id)];
  // A file may move from one place to the next while it is looked for.
  for (const place of [...before, ...content, ...before, ...content]) {
    const path = join(home, 'data', place);
    if (statSync(path, { throwIfNoEntry: false }) === undefined) continue;
    try {
      return readFileSync(path);
    } catch {
      // It moved on between the two calls.
    }
  }
  return null;
}
