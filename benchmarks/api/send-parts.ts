import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { workload } from './workload.ts';

/** Sends a file part by part, each by one PATCH after the other; answers the seconds it took. */
export async function sendParts(
  path: string,
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const { size } = await stat(path);
  const started = performance.now();
  for (let start = 0; start < size; start += workload.partBytes) {
    const length = Math.min(workload.partBytes, size - start);
    await sendPart({ path, url, headers, start, length });
  }
  return (performance.now() - started) / 1000;
}

interface Part {
  readonly path: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly start: number;
  readonly length: number;
}

async function sendPart({ path, url, headers, start, length }: Part): Promise<void> {
  const sending = request(url, {
    method: 'PATCH',
    headers: {
      'content-type': 'application/offset+octet-stream',
      'content-length': length,
      'upload-offset': start,
      'tus-resumable': '1.0.0',
      ...headers,
    },
  });
  const answered = new Promise<number>((resolve, reject) => {
    sending.on('error', reject);
    sending.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
  });
  const bytes = createReadStream(path, { start, end: start + length - 1, highWaterMark: 2 ** 18 });
  const [status] = await Promise.all([answered, pipeline(bytes, sending)]);
  if (status !== 204) throw new Error(`a part at ${start} was answered ${status}`);
}
