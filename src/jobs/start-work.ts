import { countBinsJob } from './count-bins-job.ts';
import type { JobServices } from './job-services.ts';

/** Starts taking jobs: as many of a kind at once as there are threads to compute them. */
export async function startWork(services: JobServices, threads: number): Promise<void> {
  await services.jobs.work('count-bins', threads, ({ runFileId }) =>
    countBinsJob(services, runFileId),
  );
}
