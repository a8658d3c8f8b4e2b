import type { Kysely } from 'kysely';
import { appendAuditEvents } from '../store/audit-store.ts';
import { prioritiseJobs } from '../store/job-priority.ts';
import { setUrgencyOfRun } from '../store/review-store.ts';
import { getRun, lockRun, setRunUrgent } from '../store/run-store.ts';
import type { Tables } from '../store/tables.ts';

/**
 * Has the jobs of a run go first, those that wait and those that come, and its open reviews, or no
 * longer. The same order
 * again changes nothing; false if there is no such run.
 */
export async function prioritiseRun(
  { kysely, clock }: { readonly kysely: Kysely<Tables>; readonly clock: () => Date },
  { runId, urgent, actor }: { runId: string; urgent: boolean; actor: string },
): Promise<boolean> {
  return kysely.transaction().execute(async (tx) => {
    if (!(await getRun(tx, runId))) return false;
    // Whoever adds a job to the run holds it as well.
    await lockRun(tx, runId);
    if (!(await setRunUrgent(tx, { id: runId, urgent }))) return true;
    const jobs = await prioritiseJobs(tx, runId);
    await setUrgencyOfRun(tx, { runId, urgent });
    const prioritised = {
      ...{ at: clock(), actor, action: 'run.prioritise', subject: `run/${runId}` },
      detail: { urgent, jobs },
    };
    await appendAuditEvents(tx, [prioritised]);
    return true;
  });
}
