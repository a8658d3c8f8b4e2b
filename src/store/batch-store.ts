import type { Kysely } from 'kysely';
import type { BatchGate } from '../casework/batch/batch-gate.ts';
import { type BatchEvent, type BatchState, nextBatchState } from '../casework/batch/batch-state.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

export type BatchRow = Awaited<ReturnType<typeof listBatches>>[number];

export async function getBatch(db: Db, id: string): Promise<BatchRow | null> {
  return (await selectBatches(db).where('batch.id', '=', id).executeTakeFirst()) ?? null;
}

export async function findBatchOfRun(db: Db, runId: string): Promise<BatchRow | null> {
  return (await selectBatches(db).where('batch.run_id', '=', runId).executeTakeFirst()) ?? null;
}

/** Batches, newest run first, before a cursor that is a run. */
export async function listBatches(
  db: Db,
  options: { state: BatchState | undefined; before: string | undefined; limit: number },
) {
  const { state, before, limit } = options;
  let query = selectBatches(db).orderBy('batch.run_id', 'desc').limit(limit);
  if (state !== undefined) query = query.where('batch.state', '=', state);
  if (before !== undefined) query = query.where('batch.run_id', '<', before);
  return query.execute();
}

/** A batch and its newest gate; a batch that was not judged has none. */
function selectBatches(db: Db) {
  return db
    .selectFrom('batch')
    .innerJoin('run', 'run.id', 'batch.run_id')
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('batch_gate')
          .leftJoin('actor', 'actor.id', 'batch_gate.released_by')
          .whereRef('batch_gate.batch_id', '=', 'batch.id')
          .orderBy('batch_gate.id', 'desc')
          .limit(1)
          .select([
            'batch_gate.id as gateId',
            'batch_gate.verdict',
            'batch_gate.limits_version as limitsVersion',
            'batch_gate.inputs_sha256 as inputsSha256',
            'batch_gate.lights',
            'batch_gate.judged_at as judgedAt',
            'batch_gate.release_reason_sealed as reasonSealed',
            'batch_gate.released_at as releasedAt',
            'actor.display_name as releasedBy',
          ])
          .as('gate'),
      (join) => join.onTrue(),
    )
    .select([
      'batch.id',
      'batch.run_id as runId',
      'batch.state',
      'run.instrument',
      'run.flowcell',
      'run.registered_at as registeredAt',
      'gate.gateId',
      'gate.verdict',
      'gate.limitsVersion',
      'gate.inputsSha256',
      'gate.lights',
      'gate.judgedAt',
      'gate.reasonSealed',
      'gate.releasedAt',
      'gate.releasedBy',
    ]);
}

/** Keeps a batch as it is until the end of the transaction. */
export async function lockBatch(
  db: Db,
  runId: string,
  strength: 'share' | 'update',
): Promise<BatchState | null> {
  const query = db.selectFrom('batch').select('state').where('run_id', '=', runId);
  const row = await (strength === 'share'
    ? query.forShare()
    : query.forUpdate()
  ).executeTakeFirst();
  return row === undefined ? null : (row.state as BatchState);
}

/** Moves a batch by compare-and-set; answers the new state, null if it stands elsewhere. */
export async function moveBatch(
  db: Db,
  { id, from, event }: { id: string; from: BatchState; event: BatchEvent },
): Promise<BatchState | null> {
  const next = nextBatchState(from, event);
  if (!next.ok) return null;
  const { numUpdatedRows } = await db
    .updateTable('batch')
    .set({ state: next.state })
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst();
  return numUpdatedRows === 1n ? next.state : null;
}

interface NewGate extends BatchGate {
  readonly id: string;
  readonly batchId: string;
  readonly inputsSha256: string;
  readonly judgedAt: Date;
}

/** Keeps what a gate found; it never changes. */
export async function insertGate(db: Db, gate: NewGate): Promise<void> {
  await db
    .insertInto('batch_gate')
    .values({
      ...{ id: gate.id, batch_id: gate.batchId, verdict: gate.verdict },
      ...{ limits_version: gate.limitsVersion, inputs_sha256: gate.inputsSha256 },
      ...{ lights: JSON.stringify(gate.lights), judged_at: gate.judgedAt },
    })
    .execute();
}

/** Notes who let the batch of a gate go, once. */
export async function releaseGate(
  db: Db,
  release: { gateId: string; releasedBy: string; reasonSealed: Buffer; releasedAt: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('batch_gate')
    .set({
      ...{ released_by: release.releasedBy, released_at: release.releasedAt },
      release_reason_sealed: release.reasonSealed,
    })
    .where('id', '=', release.gateId)
    .where('released_by', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
