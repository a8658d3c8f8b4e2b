import type { Transaction } from 'kysely';
import type { Caller } from '../../security/caller.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import { advanceBatch } from '../../store/batch-progress.ts';
import { type BatchRow, lockBatch, moveBatch, releaseGate } from '../../store/batch-store.ts';
import { lockRun } from '../../store/run-store.ts';
import type { Tables } from '../../store/tables.ts';
import { HttpProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import { conflict } from './refusal.ts';
import { requireBatch, requireBatchOfRun, sealReason } from './view-batch.ts';

type Judge = (batch: BatchRow) => void;

interface Release {
  readonly id: string;
  readonly reason: string;
  readonly judge: Judge;
}

/** Lets a held batch go by a person's word, with her reason, once. */
export async function releaseBatch(
  services: Services,
  caller: Caller,
  { id, reason, judge }: Release,
): Promise<void> {
  const now = services.clock();
  await services.kysely.transaction().execute(async (tx) => {
    const batch = await lockedBatch(tx, id);
    judge(batch);
    const { gateId } = batch;
    if (batch.state !== 'HELD' || gateId === null) {
      throw conflict(`a batch that is ${batch.state} is not held`);
    }
    const to = await moveBatch(tx, { id, from: 'HELD', event: 'release-by-person' });
    const release = { gateId, releasedBy: caller.actorId, releasedAt: now };
    const reasonSealed = sealReason(services, gateId, reason);
    if (to === null || !(await releaseGate(tx, { ...release, reasonSealed }))) {
      throw conflict('somebody else released it');
    }
    const red = redChecks(batch);
    await appendAuditEvents(tx, [
      {
        ...{ at: now, actor: caller.name, action: 'batch.release-by-person' },
        ...{ subject: `batch/${id}`, detail: { from: 'HELD', to, gate: gateId, red } },
      },
    ]);
  });
}

/** Has a batch judged although samples are outstanding: each of them is a red light. */
export async function assessBatch(
  { kysely, clock }: Services,
  caller: Caller,
  { id, judge }: { id: string; judge: Judge },
): Promise<void> {
  await kysely.transaction().execute(async (tx) => {
    const batch = await lockedBatch(tx, id);
    judge(batch);
    if (batch.state !== 'OPEN') throw conflict(`a batch that is ${batch.state} was judged`);
    const { runId } = batch;
    const events = await advanceBatch(tx, { runId, now: clock(), forcedBy: caller.name });
    await appendAuditEvents(tx, events);
  });
}

/**
 * Refuses a report of a batch that is not released, and says why. The batch stays as it is until
 * the transaction ends: one that is opened meanwhile waits for the report, or the report for it.
 */
export async function requireReleasedBatch(tx: Transaction<Tables>, runId: string): Promise<void> {
  const state = await lockBatch(tx, runId, 'share');
  if (state === 'RELEASED') return;
  const batch = await requireBatchOfRun(tx, runId);
  const red = redChecks(batch);
  const why = state === 'HELD' ? `its gate found ${red.join(', ')}` : 'its samples are not settled';
  throw new HttpProblem('batch-not-released', `the batch is ${state}: ${why}`, {
    batch: { id: batch.id, runId, state, red },
  });
}

/** The run first, then its batch, as whoever moves a sample does. */
async function lockedBatch(tx: Transaction<Tables>, id: string): Promise<BatchRow> {
  const { runId } = await requireBatch(tx, id);
  await lockRun(tx, runId);
  await lockBatch(tx, runId, 'update');
  return requireBatch(tx, id);
}

function redChecks({ lights }: BatchRow): string[] {
  const red = (lights ?? []).filter(({ colour }) => colour === 'red');
  return [...new Set(red.map(({ check }) => check))];
}
