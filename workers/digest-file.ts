import { hashFile } from './hash-file.ts';

/** Take the SHA-256 of a file that nobody counts. */
export interface DigestFileTask {
  readonly file: string;
}

/** The thread entry; null if the file cannot be read. */
export default function digestFile({ file }: DigestFileTask): string | null {
  return hashFile(file)?.sha256 ?? null;
}
