import { countBinsJob } from './count-bins-job.ts';
import type { JobServices } from './job-services.ts';
import { lookBackJob } from './look-back-job.ts';
import { scoreSampleJob } from './score-sample-job.ts';
import { shadowRunJob } from './shadow-run-job.ts';

/** Starts taking jobs: as many of a kind at once as there are threads to compute them. */
export async function startWork(services: JobServices, threads: number): Promise<void> {
  const { jobs } = services;
  await jobs.work('count-bins', threads, ({ runFileId }) => countBinsJob(services, runFileId));
  // Without a model the jobs stay in the queue for a process that has one.
  if ((await services.model()) === null) return;
  await jobs.work('score-sample', threads, ({ binCountsId }) =>
    scoreSampleJob(services, binCountsId),
  );
  // One at a time: who waits for a first result goes before who has one.
  await jobs.work('look-back', 1, ({ lookBackId }) => lookBackJob(services, lookBackId));
  await jobs.work('shadow-run', 1, ({ shadowRunId }) => shadowRunJob(services, shadowRunId));
}
