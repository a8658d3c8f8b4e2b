import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { listReceivedFiles } from '../store/sample-file-store.ts';
import type { Tables } from '../store/tables.ts';

/**
 * The name of a set of inputs: the SHA-256 of a single one; of several, that of their sorted
 * SHA-256, one a line.
 *
 * @example inputSha256Of(['ab…']) // 'ab…'
 */
export function inputSha256Of(hashes: readonly string[]): string {
  if (hashes.length === 1) return hashes[0];
  const lines = [...hashes].sort().map((sha256) => `${sha256}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/**
 * Whether counts were made from all that has come for a sample. A late lane may come while the
 * files before it are counted or scored: what was made without it must not stand for the sample.
 * Asked while the run is locked, the answer holds until the transaction ends.
 */
export async function isNewestInput(
  db: Kysely<Tables>,
  { sampleId, inputSha256 }: { sampleId: string; inputSha256: string },
): Promise<boolean> {
  const files = await listReceivedFiles(db, sampleId);
  return inputSha256Of(files.map(({ sha256 }) => sha256)) === inputSha256;
}
