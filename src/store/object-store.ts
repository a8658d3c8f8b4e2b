import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream/promises';
import {
  emptySha256,
  type RequestSigner,
  signRequest,
  type UnsignedRequest,
} from '../security/request-signature.ts';
import { syncFile } from './sync-file.ts';

/** An S3-compatible store: the bucket's address, and who we are there. */
export interface ObjectStoreSettings extends RequestSigner {
  /** `https://host/bucket`, without a `/` at the end. */
  readonly bucket: string;
}

/** Objects of a bucket, by key. Whatever is refused or broken throws. */
export interface ObjectStore {
  /** Throws if the bucket is not there, or not ours. */
  check(): Promise<void>;
  /** Bytes of an object; null if it is not there. */
  size(key: string): Promise<number | null>;
  /** Stores a file, its SHA-256 announced: most stores refuse other bytes. */
  put(key: string, file: { readonly path: string; readonly sha256: string }): Promise<void>;
  /** Writes an object to a file, synced; false if it is not there. */
  get(key: string, path: string): Promise<boolean>;
  /** What is not there is removed already. */
  remove(key: string): Promise<void>;
}

/** Most bytes that one request may bring. */
export const objectBytesMax = 5 * 2 ** 30;
const silentMilliseconds = 60_000;

/** A client of an S3-compatible store: five requests need no library. */
export function createObjectStore(settings: ObjectStoreSettings): ObjectStore {
  const call = (method: string, key: string, body?: { path: string; sha256: string }) =>
    send(settings, { method, url: new URL(`${settings.bucket}${key}`), body });
  const expected = async (answer: Promise<IncomingMessage>, allowed: readonly number[]) => {
    const response = await answer;
    const status = response.statusCode ?? 0;
    if (!allowed.includes(status)) {
      throw new Error(`the object store answered ${status} ${await codeOf(response)}`.trim());
    }
    response.resume();
    return response;
  };
  return {
    check: async () => void (await expected(call('HEAD', ''), [200])),
    size: async (key) => {
      const { statusCode, headers } = await expected(call('HEAD', `/${key}`), [200, 404]);
      return statusCode === 200 ? Number(headers['content-length']) : null;
    },
    put: async (key, file) => void (await expected(call('PUT', `/${key}`, file), [200])),
    async get(key, path) {
      const response = await call('GET', `/${key}`);
      if (response.statusCode !== 200) {
        await expected(Promise.resolve(response), [404]);
        return false;
      }
      await pipeline(response, createWriteStream(path, { mode: 0o600 }));
      await syncFile(path);
      return true;
    },
    remove: async (key) => void (await expected(call('DELETE', `/${key}`), [200, 204, 404])),
  };
}

async function send(
  settings: ObjectStoreSettings,
  {
    method,
    url,
    body,
  }: Pick<UnsignedRequest, 'method' | 'url'> & {
    body: { path: string; sha256: string } | undefined;
  },
): Promise<IncomingMessage> {
  const size = body ? (await stat(body.path)).size : 0;
  const headers = { ...(body && { 'content-length': String(size) }) };
  const unsigned = { method, url, headers, payloadSha256: body?.sha256 ?? emptySha256 };
  const signed = signRequest(unsigned, settings, new Date());
  const start = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = start(url, { method, headers: signed, timeout: silentMilliseconds });
    request.once('response', resolve);
    request.once('error', reject);
    request.once('timeout', () => request.destroy(new Error('the object store is silent')));
    if (!body) request.end();
    // Its failure reaches the request, which has told or will tell of it.
    else pipeline(createReadStream(body.path), request).catch(reject);
  });
}

/** The store's own word for what is wrong: a short code, which holds nothing of ours. */
async function codeOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response) if (text.length < 10_000) text += String(chunk);
  return /<Code>(\w{1,80})<\/Code>/.exec(text)?.[1] ?? '';
}
