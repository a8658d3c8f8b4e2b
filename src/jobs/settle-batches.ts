import type { Kysely } from 'kysely';
import { appendAuditEvents } from '../store/audit-store.ts';
import { listSettledOpenBatches } from '../store/batch-facts.ts';
import { advanceBatch } from '../store/batch-progress.ts';
import { lockRun } from '../store/run-store.ts';
import type { Tables } from '../store/tables.ts';

/** The next ones are judged the next time. */
const atOnce = 100;

/**
 * Judges open batches that were settled by something else than a sample, as by a tube that was
 * rejected, or before there was a gate.
 */
export async function settleBatches({
  kysely,
  clock,
}: {
  readonly kysely: Kysely<Tables>;
  readonly clock: () => Date;
}): Promise<void> {
  for (const runId of await listSettledOpenBatches(kysely, atOnce)) {
    await kysely.transaction().execute(async (tx) => {
      await lockRun(tx, runId);
      const events = await advanceBatch(tx, { runId, now: clock() });
      if (events.length > 0) await appendAuditEvents(tx, events);
    });
  }
}
