import { countBinsJob } from './count-bins-job.ts';
import type { JobServices } from './job-services.ts';

/**
 * Ends the count of an upload that was followed while it came, at once. Its job stands in the queue
 * as well: whatever fails here, the job does it again, and one of the two takes effect.
 */
export async function countArrived(services: JobServices, uploadId: string): Promise<void> {
  try {
    if (!(await services.arrivals.finish(uploadId))) return;
    services.log.info({ upload: uploadId }, 'counted while it arrived');
    await countBinsJob(services, uploadId);
  } catch (error) {
    if (services.signal.aborted) return;
    services.log.warn({ err: error, upload: uploadId }, 'the count is left to its job');
  }
}
