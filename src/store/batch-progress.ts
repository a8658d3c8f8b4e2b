import type { Transaction } from 'kysely';
import { batchGate } from '../casework/batch/batch-gate.ts';
import type { BatchEvent, BatchState } from '../casework/batch/batch-state.ts';
import { qualityLimitsOn } from '../casework/quality/quality-limits.ts';
import type { AuditEvent } from './audit-store.ts';
import { type BatchProgress, readBatchFacts, readBatchProgress } from './batch-facts.ts';
import { type BatchRow, findBatchOfRun, insertGate, lockBatch, moveBatch } from './batch-store.ts';
import { newId } from './new-id.ts';
import type { Tables } from './tables.ts';

type Tx = Transaction<Tables>;

interface Advance {
  readonly runId: string;
  readonly now: Date;
  /** A person has it judged although samples are outstanding, which is a red light each. */
  readonly forcedBy?: string;
}

const shanghaiMilliseconds = 8 * 3_600_000;

/**
 * Judges a batch once everything of it is settled, in the transaction that settles the last; opens
 * it again when something came since. Judged from the same results again, nothing happens. Answers
 * the audit events of its moves. The run must be locked, so that its samples stand still.
 */
export async function advanceBatch(tx: Tx, options: Advance): Promise<AuditEvent[]> {
  const { runId, now, forcedBy } = options;
  const state = await lockBatch(tx, runId, 'update');
  const batch = await findBatchOfRun(tx, runId);
  if (state === null || batch === null) return [];
  const progress = await readBatchProgress(tx, runId);
  const isJudged = state !== 'OPEN' && batch.inputsSha256 === progress.inputsSha256;
  if (isJudged) return [];
  const steps = stepper(tx, { batch, now, actor: forcedBy ?? 'system' });
  if (state !== 'OPEN') await steps.take('reopen', {});
  if (progress.isSettled || forcedBy !== undefined)
    await judge(tx, { batch, progress, now, steps });
  return steps.events;
}

interface Stepper {
  readonly events: AuditEvent[];
  take(event: BatchEvent, detail: Record<string, unknown>): Promise<void>;
}

/** Moves a batch step by step, each with its audit event. */
function stepper(
  tx: Tx,
  { batch, now, actor }: { batch: BatchRow; now: Date; actor: string },
): Stepper {
  const events: AuditEvent[] = [];
  let from = batch.state as BatchState;
  const take: Stepper['take'] = async (event, detail) => {
    const to = await moveBatch(tx, { id: batch.id, from, event });
    if (to === null) throw new Error(`batch ${batch.id} moved while it was held`);
    const about = { at: now, actor, action: `batch.${event}`, subject: `batch/${batch.id}` };
    events.push({ ...about, detail: { from, to, ...detail } });
    from = to;
  };
  return { events, take };
}

async function judge(
  tx: Tx,
  context: { batch: BatchRow; progress: BatchProgress; now: Date; steps: Stepper },
): Promise<void> {
  const { batch, progress, now, steps } = context;
  const registeredOn = dayOf(batch.registeredAt);
  const facts = await readBatchFacts(tx, { samples: progress.samples, registeredOn });
  const limits = qualityLimitsOn(dayOf(now));
  if (limits === null) throw new Error('no quality limits are in force today');
  const gate = batchGate(facts, limits);
  const id = newId();
  const { inputsSha256 } = progress;
  await insertGate(tx, { id, batchId: batch.id, ...gate, inputsSha256, judgedAt: now });
  await steps.take('finish-sequencing', { samples: facts.samples.length });
  const red = gate.lights.filter(({ colour }) => colour === 'red').map(({ check }) => check);
  const found = { gate: id, limits: gate.limitsVersion, red: [...new Set(red)] };
  if (gate.verdict === 'pass') {
    await steps.take('pass-controls', found);
    await steps.take('release', {});
  } else {
    await steps.take('fail-controls', found);
    await steps.take('hold', {});
  }
}

function dayOf(time: Date): string {
  return new Date(time.getTime() + shanghaiMilliseconds).toISOString().slice(0, 10);
}
