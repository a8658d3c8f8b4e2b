import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';

/** The empty block that ends every BAM (SAM specification § 4.1.2). */
const endBlock = Buffer.from('1f8b08040000000000ff0600424302001b0003000000000000000000', 'hex');
const timeOffset = 4;

export interface DistinctBam {
  readonly bytes: Blob;
  readonly size: number;
  readonly sha256: string;
}

/**
 * The same reads in other bytes: an empty block with a time of its own before the last, so that
 * nobody can take two files for one.
 */
export async function distinctBam(path: string, number: number): Promise<DistinctBam> {
  const { size } = await stat(path);
  const mark = Buffer.from(endBlock);
  mark.writeUInt32LE(number + 1, timeOffset);
  const bytes = new Blob([
    (await openAsBlob(path)).slice(0, size - endBlock.length),
    mark,
    endBlock,
  ]);
  const hash = createHash('sha256');
  for await (const part of bytes.stream()) hash.update(part);
  return { bytes, size: bytes.size, sha256: hash.digest('hex') };
}
