import { createReadStream } from 'node:fs';
import { DetailedError, Upload } from 'tus-js-client';
import type { Bandwidth } from './bandwidth.ts';
import type { FolderFile } from './run-folder.ts';
import { type Access, RefusedRequest } from './service-client.ts';

interface SendOptions {
  readonly file: FolderFile;
  readonly runId: string;
  readonly sha256: string;
  /** Where an earlier attempt has sent it to. */
  readonly uploadUrl: string | undefined;
  readonly bandwidth: Bandwidth | null;
  onUrl(uploadUrl: string): void;
  onProgress(sentBytes: number): void;
}

const chunkBytes = 16 * 1024 * 1024;
/** Growing, about an hour in all; anew after every part that arrived. */
const retryDelays = [1, 2, 5, 10, 30, ...Array.from({ length: 60 }, () => 60)].map((s) => s * 1000);

/** Sends one file by tus and goes on where it broke off, also in an earlier process. */
export function sendFile(access: Access, options: SendOptions): Promise<void> {
  const { file, runId, sha256, uploadUrl, onUrl, onProgress } = options;
  return new Promise((resolve, reject) => {
    const upload = new Upload(createReadStream(file.path), {
      endpoint: `${access.url}/api/v1/uploads`,
      ...(uploadUrl && { uploadUrl }),
      ...{ uploadSize: file.sizeBytes, chunkSize: chunkBytes, retryDelays },
      headers: { authorization: `Bearer ${access.key}` },
      metadata: { runId, fileName: file.name, sha256 },
      fileReader: { openFile: () => Promise.resolve(sourceOf(options)) },
      onUploadUrlAvailable: () => onUrl(upload.url ?? ''),
      onProgress: (sentBytes) => onProgress(sentBytes),
      onSuccess: () => resolve(),
      onError: (error) => reject(refusalOf(error)),
    });
    upload.start();
  });
}

function sourceOf({ file, bandwidth }: SendOptions) {
  return {
    size: file.sizeBytes,
    slice: (start: number, end: number) => {
      const last = Math.min(end, file.sizeBytes);
      const bytes = createReadStream(file.path, { start, end: last - 1 });
      const throttle = bandwidth?.throttle();
      if (throttle) bytes.on('error', (error) => throttle.destroy(error));
      const value = throttle ? bytes.pipe(throttle) : bytes;
      return Promise.resolve({
        value: Object.assign(value, { size: last - start }),
        done: last >= file.sizeBytes,
      });
    },
    close: () => undefined,
  };
}

/** What the service said, where it said something. */
function refusalOf(error: Error): Error {
  if (!(error instanceof DetailedError) || !error.originalResponse) return error;
  const { originalResponse: response } = error;
  return new RefusedRequest(response.getStatus(), response.getBody());
}
