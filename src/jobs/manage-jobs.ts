import type { Kysely, Transaction } from 'kysely';
import { type AuditEvent, appendAuditEvents } from '../store/audit-store.ts';
import { getJob, type JobRow } from '../store/job-store.ts';
import { isLookBackWaiting } from '../store/look-back-store.ts';
import { advanceRun } from '../store/run-progress.ts';
import { lockRun } from '../store/run-store.ts';
import { getSample, moveSample, type SampleState } from '../store/sample-store.ts';
import type { Tables } from '../store/tables.ts';
import type { JobQueue } from './job-queue.ts';

interface ManageServices {
  readonly kysely: Kysely<Tables>;
  readonly jobs: JobQueue;
  readonly clock: () => Date;
}

/** Who does what to which job. */
interface JobOrder {
  readonly jobId: string;
  readonly actor: string;
}

/** What came of it; `refused`: the job is not in a state that allows it. */
type JobOutcome = 'done' | 'absent' | 'refused';

const cancelledKind = 'job-cancelled';

/**
 * Takes a job out of the queue and fails its sample with that cause, in one transaction: a worker
 * that is at it finds the sample elsewhere when it is done, and its work has no effect.
 */
export function cancelJob(services: ManageServices, order: JobOrder): Promise<JobOutcome> {
  return manage(services, order, async (tx, job) => {
    if (job.state !== 'waiting' && job.state !== 'running') return null;
    await services.jobs.cancel(tx, job);
    // It may have ended since it was read.
    if ((await getJob(tx, job.id))?.state !== 'cancelled') return null;
    if (job.sampleId === null || job.runId === null) return [];
    await lockRun(tx, job.runId);
    const problem = { kind: cancelledKind, detail: `${order.actor} cancelled ${job.name}` };
    const from = [waitingStateOf(job)];
    const move = { id: job.sampleId, from, to: 'FAILED' as const, problem };
    if (!(await moveSample(tx, move))) return [];
    return advanceRun(tx, { runId: job.runId, now: services.clock() });
  });
}

/** Puts a dead or cancelled job back; a sample that failed by its cancellation waits again. */
export function retryJob(services: ManageServices, order: JobOrder): Promise<JobOutcome> {
  return manage(services, order, async (tx, job) => {
    if (job.state !== 'dead' && job.state !== 'cancelled') return null;
    if (job.lookBackId !== null) return retryLookBack(tx, services.jobs, job);
    if (job.sampleId === null || job.runId === null) return null;
    await lockRun(tx, job.runId);
    const sample = await getSample(tx, job.sampleId);
    const wasCancelled = (sample?.problem as { kind?: string } | null)?.kind === cancelledKind;
    const to = waitingStateOf(job);
    if (wasCancelled) await moveSample(tx, { id: job.sampleId, from: ['FAILED'], to });
    else if (sample?.state !== to) return null;
    if (job.state === 'dead') await services.jobs.retry(tx, job);
    else await enqueueAgain(tx, services.jobs, job);
    return [];
  });
}

/** A look-back goes on where it stopped, if a report of it still waits. */
async function retryLookBack(
  tx: Transaction<Tables>,
  jobs: JobQueue,
  job: JobRow,
): Promise<AuditEvent[] | null> {
  const { lookBackId } = job;
  if (lookBackId === null || !(await isLookBackWaiting(tx, lookBackId))) return null;
  if (job.state === 'dead') await jobs.retry(tx, job);
  else await jobs.enqueue(tx, 'look-back', { lookBackId });
  return [];
}

async function enqueueAgain(
  tx: Transaction<Tables>,
  jobs: JobQueue,
  { runFileId, binCountsId }: JobRow,
): Promise<void> {
  if (runFileId !== null) await jobs.enqueue(tx, 'count-bins', { runFileId });
  if (binCountsId !== null) await jobs.enqueue(tx, 'score-sample', { binCountsId });
}

async function manage(
  { kysely, clock }: ManageServices,
  { jobId, actor }: JobOrder,
  effect: (tx: Transaction<Tables>, job: JobRow) => Promise<AuditEvent[] | null>,
): Promise<JobOutcome> {
  return kysely.transaction().execute(async (tx) => {
    const job = await getJob(tx, jobId);
    if (job === null) return 'absent';
    const events = await effect(tx, job);
    if (events === null) return 'refused';
    const action = job.state === 'dead' || job.state === 'cancelled' ? 'job.retry' : 'job.cancel';
    const { name, sampleId } = job;
    const done = {
      ...{ at: clock(), actor, action, subject: `job/${jobId}` },
      detail: { name, sampleId },
    };
    await appendAuditEvents(tx, [done, ...events]);
    return 'done';
  });
}

/** Where a sample stands while its job waits or runs. */
function waitingStateOf({ name }: JobRow): SampleState {
  return name === 'count-bins' ? 'UPLOADED' : 'COUNTED';
}
