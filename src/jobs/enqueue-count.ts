import type { Kysely } from 'kysely';
import type { Tables } from '../store/tables.ts';
import type { JobQueue } from './job-queue.ts';

/** Has a received file counted, if and only if the transaction commits. */
export async function enqueueCount(
  transaction: Kysely<Tables>,
  jobs: JobQueue,
  runFileId: string,
): Promise<void> {
  await jobs.enqueue(transaction, 'count-bins', { runFileId });
}
