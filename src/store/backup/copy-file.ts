import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { copyFile, link, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file as the manifest names it: path with `/`, size and hash of the bytes copied. */
export interface CopiedFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

interface CopyOptions {
  readonly onBytes: (count: number) => void;
  /** How the copy is made; `link` is for files that never change. Default `copy`. */
  readonly by?: 'copy' | 'link';
}

/**
 * Copies one file, synced, and answers what was copied; null if it has gone meanwhile. A file that
 * grows or changes while it is read is copied as it was read.
 */
export async function copyHashed(
  from: string,
  to: string,
  { onBytes, by = 'copy' }: CopyOptions,
): Promise<Omit<CopiedFile, 'path'> | null> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  try {
    if (by === 'link') {
      await linkOrCopy(from, to);
      return await hashFile(to, onBytes);
    }
    return await streamHashed(from, to, onBytes);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Size and SHA-256 of a file. */
export async function hashFile(
  path: string,
  onBytes: (count: number) => void,
): Promise<Omit<CopiedFile, 'path'>> {
  const digest = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    digest.update(chunk);
    sizeBytes += chunk.length;
    onBytes(chunk.length);
  }
  return { sizeBytes, sha256: digest.digest('hex') };
}

/** On one file system the content is shared; across two it is copied. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (isMissing(error)) throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    const file = await open(to, 'r+');
    await file.datasync().finally(() => file.close());
  }
}

async function streamHashed(
  from: string,
  to: string,
  onBytes: (count: number) => void,
): Promise<Omit<CopiedFile, 'path'>> {
  const digest = createHash('sha256');
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'wx', 0o600);
    try {
      const buffer = Buffer.allocUnsafe(2 ** 18);
      let sizeBytes = 0;
      for (;;) {
        const { bytesRead } = await source.read(buffer, 0, buffer.length, sizeBytes);
        if (bytesRead === 0) break;
        const part = buffer.subarray(0, bytesRead);
        digest.update(part);
        for (let done = 0; done < bytesRead; ) {
          done += (await target.write(part, done, bytesRead - done)).bytesWritten;
        }
        sizeBytes += bytesRead;
        onBytes(bytesRead);
      }
      await target.datasync();
      return { sizeBytes, sha256: digest.digest('hex') };
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
