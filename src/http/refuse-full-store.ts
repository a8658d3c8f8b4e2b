import { statfs } from 'node:fs/promises';
import type { Caller } from '../security/caller.ts';
import { usedBytes } from '../store/retention-store.ts';
import { HttpProblem } from './problem.ts';
import type { Services } from './services.ts';

/**
 * Refuses a new upload that would fill the disk beyond its mark, or go beyond a quota. Uploads that
 * are running finish: their room was counted when they began.
 */
export async function refuseFullStore(
  { kysely, config }: Services,
  { sizeBytes, caller }: { sizeBytes: number; caller: Caller },
): Promise<void> {
  const { minFreeBytes, quotaBytes, keyQuotaBytes } = config.limits;
  const { bavail, bsize } = await statfs(config.folders.uploads);
  if (bavail * bsize - sizeBytes < minFreeBytes) {
    throw new HttpProblem('storage-full', `less than ${gigabytes(minFreeBytes)} would stay free`);
  }
  if (quotaBytes === null && keyQuotaBytes === null) return;
  const { all, own } = await usedBytes(kysely, caller.actorId);
  if (quotaBytes !== null && all + sizeBytes > quotaBytes) {
    throw new HttpProblem('quota-exceeded', `the service may keep ${gigabytes(quotaBytes)}`);
  }
  if (keyQuotaBytes !== null && own + sizeBytes > keyQuotaBytes) {
    throw new HttpProblem('quota-exceeded', `this key may keep ${gigabytes(keyQuotaBytes)}`);
  }
}

/** @example gigabytes(2_500_000_000) // '2.5 GB' */
function gigabytes(bytes: number): string {
  return `${Number((bytes / 1e9).toPrecision(3))} GB`;
}
