import { createHash } from 'node:crypto';
import { fstatSync } from 'node:fs';
import { success } from '../src/analysis/data-problem.ts';
import { readDescriptor, withFile } from './read-file.ts';

/** A file's SHA-256, and which file it was that had it. */
export interface FileDigest {
  readonly sha256: string;
  readonly identity: string;
}

const chunkSize = 256 * 1024;

/** Undefined if the file cannot be read: whoever counts it has the reason. */
export function hashFile(file: string): FileDigest | undefined {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(chunkSize);
  const hashed = withFile(file, (descriptor) => {
    const identity = identityOf(descriptor);
    readDescriptor(descriptor, {
      room: () => chunk,
      take(bytes) {
        hash.update(bytes);
        return undefined;
      },
    });
    return success({ sha256: hash.digest('hex'), identity });
  });
  return hashed.ok ? hashed.value : undefined;
}

/** The same for two opened files only if they are one, of one state. */
export function identityOf(descriptor: number): string {
  const { dev, ino, size, mtimeNs } = fstatSync(descriptor, { bigint: true });
  return `${dev} ${ino} ${size} ${mtimeNs}`;
}
