import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Upload } from 'tus-js-client';

const chunkBytes = 16 * 1024 * 1024;

/** Sends one run file as a sequencer does: by tus, in parts, with the file's SHA-256. */
export async function uploadRunFile(options: {
  readonly endpoint: string;
  readonly key: string;
  readonly runId: string;
  readonly path: string;
  readonly onProgress: (sentBytes: number) => void;
}): Promise<void> {
  const { endpoint, key, runId, path, onProgress } = options;
  const { size } = await stat(path);
  const sha256 = createHash('sha256');
  await pipeline(createReadStream(path), sha256);
  await new Promise<void>((resolve, reject) => {
    new Upload(createReadStream(path), {
      endpoint,
      uploadSize: size,
      chunkSize: chunkBytes,
      headers: { authorization: `Bearer ${key}` },
      metadata: { runId, fileName: basename(path), sha256: sha256.digest('hex') },
      retryDelays: [0, 500, 1000, 2000],
      onProgress: (sentBytes) => onProgress(sentBytes),
      onSuccess: () => resolve(),
      onError: reject,
    }).start();
  });
}
