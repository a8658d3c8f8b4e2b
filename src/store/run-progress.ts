import { sql, type Transaction } from 'kysely';
import { type RunProgress, runEvent } from '../casework/run/run-event.ts';
import {
  nextSequencingRunState,
  type SequencingRunState,
} from '../casework/run/sequencing-run-state.ts';
import type { AuditEvent } from './audit-store.ts';
import { advanceBatch } from './batch-progress.ts';
import { lockRun, moveRun } from './run-store.ts';
import type { Tables } from './tables.ts';

type Tx = Transaction<Tables>;

/**
 * Moves a run and its batch as far as their samples allow; answers the audit events of the moves.
 * A transaction that also moves samples locks the run before them.
 */
export async function advanceRun(
  tx: Tx,
  { runId, now }: { runId: string; now: Date },
): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  let state: SequencingRunState = await lockRun(tx, runId);
  // Read under the lock: of two transactions that move the last samples, the later sees both.
  const progress = await readProgress(tx, runId);
  for (;;) {
    const event = runEvent(state, progress);
    const next = event === null ? null : nextSequencingRunState(state, event);
    if (event === null || next?.ok !== true) break;
    if (!(await moveRun(tx, { id: runId, from: state, event }))) break;
    events.push({
      at: now,
      actor: 'system',
      action: `run.${event}`,
      subject: `run/${runId}`,
      detail: { from: state, to: next.state },
    });
    state = next.state;
  }
  return [...events, ...(await advanceBatch(tx, { runId, now }))];
}

async function readProgress(tx: Tx, runId: string): Promise<RunProgress> {
  const samples = await tx
    .selectFrom('sample')
    .select(['kind', 'state'])
    .select((row) =>
      row
        .selectFrom('analysis_result')
        .whereRef('analysis_result.sample_id', '=', 'sample.id')
        .select(sql<string>`body::jsonb #>> '{qc,verdict}'`.as('verdict'))
        .orderBy('analysis_result.id', 'desc')
        .limit(1)
        .as('qcVerdict'),
    )
    .where('run_id', '=', runId)
    .execute();
  const upload = await tx
    .selectFrom('upload')
    .select('id')
    .where('run_id', '=', runId)
    .limit(1)
    .executeTakeFirst();
  return { uploadStarted: upload !== undefined, samples };
}
