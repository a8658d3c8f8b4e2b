import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, type FileHandle, link, mkdir, open } from 'node:fs/promises';
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
  const source = await open(path, 'r');
  try {
    const digest = createHash('sha256');
    let sizeBytes = 0;
    for await (const part of partsOf(source)) {
      digest.update(part);
      sizeBytes += part.length;
      onBytes(part.length);
    }
    return { sizeBytes, sha256: digest.digest('hex') };
  } finally {
    await source.close();
  }
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
      let sizeBytes = 0;
      for await (const part of partsOf(source)) {
        digest.update(part);
        for (let done = 0; done < part.length; ) {
          done += (await target.write(part, done, part.length - done)).bytesWritten;
        }
        sizeBytes += part.length;
        onBytes(part.length);
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

/**
 * A file's bytes in turn, all in one buffer, which is no larger than the file: a cluster is some
 * 1 600 small files, and a large buffer for each has V8 mark the whole heap every twenty files.
 */
async function* partsOf(source: FileHandle): AsyncGenerator<Buffer> {
  const { size } = await source.stat();
  const buffer = Buffer.allocUnsafe(Math.min(2 ** 18, Math.max(2 ** 12, size)));
  for (let position = 0; ; ) {
    const { bytesRead } = await source.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
