import type { Kysely } from 'kysely';
import {
  nextSequencingRunState,
  type SequencingRunEvent,
  type SequencingRunState,
} from '../casework/run/sequencing-run-state.ts';
import { newId } from './new-id.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** What the laboratory's aligner was and how it was used. */
export interface Aligner {
  readonly name: string;
  readonly version: string;
  readonly reference: string;
  readonly duplicateMarking: string;
}

/** A reagent and the lot of it that was used. */
export interface ReagentLot {
  readonly name: string;
  readonly lot: string;
}

export interface NewRun {
  readonly id: string;
  readonly instrument: string;
  readonly flowcell: string;
  readonly aligner: Aligner;
  readonly lanes: readonly number[];
  readonly chemistry: string | null;
  readonly reagentLots: readonly ReagentLot[];
  /** Its jobs go first. */
  readonly urgent: boolean;
  readonly registeredBy: string;
  readonly registeredAt: Date;
}

/** Registers a run with its batch; false if this instrument's flowcell is registered already. */
export async function insertRun(db: Db, run: NewRun): Promise<boolean> {
  const result = await db
    .insertInto('run')
    .values({
      id: run.id,
      instrument: run.instrument,
      flowcell: run.flowcell,
      aligner: JSON.stringify(run.aligner),
      lanes: JSON.stringify(run.lanes),
      chemistry: run.chemistry,
      reagent_lots: JSON.stringify(run.reagentLots),
      state: 'REGISTERED',
      urgent: run.urgent,
      registered_by: run.registeredBy,
      registered_at: run.registeredAt,
    })
    .onConflict((conflict) => conflict.columns(['instrument', 'flowcell']).doNothing())
    .executeTakeFirst();
  if (result.numInsertedOrUpdatedRows !== 1n) return false;
  await db.insertInto('batch').values({ id: newId(), run_id: run.id, state: 'OPEN' }).execute();
  return true;
}

export type RunRow = Awaited<ReturnType<typeof listRuns>>[number];

export async function getRun(db: Db, id: string): Promise<RunRow | null> {
  return (await selectRuns(db).where('run.id', '=', id).executeTakeFirst()) ?? null;
}

export async function findRun(
  db: Db,
  { instrument, flowcell }: { instrument: string; flowcell: string },
): Promise<RunRow | null> {
  const row = await selectRuns(db)
    .where('run.instrument', '=', instrument)
    .where('run.flowcell', '=', flowcell)
    .executeTakeFirst();
  return row ?? null;
}

/** Runs, newest first, before a cursor. */
export async function listRuns(
  db: Db,
  { before, limit }: { before: string | undefined; limit: number },
) {
  let query = selectRuns(db).orderBy('run.id', 'desc').limit(limit);
  if (before !== undefined) query = query.where('run.id', '<', before);
  return query.execute();
}

/** Moves a run by compare-and-set; false if its state forbids the event or it moved first. */
export async function moveRun(
  db: Db,
  { id, from, event }: { id: string; from: SequencingRunState; event: SequencingRunEvent },
): Promise<boolean> {
  const next = nextSequencingRunState(from, event);
  if (!next.ok) return false;
  const result = await db
    .updateTable('run')
    .set({ state: next.state })
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Has a run go first, or no longer; false if it does already. */
export async function setRunUrgent(
  db: Db,
  { id, urgent }: { id: string; urgent: boolean },
): Promise<boolean> {
  const result = await db
    .updateTable('run')
    .set({ urgent })
    .where('id', '=', id)
    .where('urgent', '<>', urgent)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Locks a run's row until the transaction ends, so that its samples are weighed one at a time. */
export async function lockRun(db: Db, id: string): Promise<SequencingRunState> {
  const row = await db
    .selectFrom('run')
    .select('state')
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  return row.state as SequencingRunState;
}

function selectRuns(db: Db) {
  return db.selectFrom('run').select((row) => [
    'run.id',
    'run.instrument',
    'run.flowcell',
    'run.aligner',
    'run.lanes',
    'run.chemistry',
    'run.reagent_lots as reagentLots',
    'run.state',
    'run.urgent',
    'run.registered_at as registeredAt',
    row
      .selectFrom('sample')
      .whereRef('sample.run_id', '=', 'run.id')
      .select((count) => count.fn.countAll<number>().as('count'))
      .as('sampleCount'),
  ]);
}
