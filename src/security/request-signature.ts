import { createHash, createHmac } from 'node:crypto';

/** Who sends requests to an S3-compatible store, and where it says it is. */
export interface RequestSigner {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

/** A request before it is sent; names of headers in lower case, paths of plain characters. */
export interface UnsignedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the body, lower-case hex: the store refuses other bytes. */
  readonly payloadSha256: string;
}

/** SHA-256 of a body that is none. */
export const emptySha256 = createHash('sha256').digest('hex');

/**
 * The headers of a request signed for an S3-compatible store: AWS Signature Version 4, every header
 * and the body's hash included. Source: docs.aws.amazon.com, "Authenticating Requests (AWS
 * Signature Version 4)".
 */
export function signRequest(
  { method, url, headers, payloadSha256 }: UnsignedRequest,
  { accessKeyId, secretAccessKey, region }: RequestSigner,
  now: Date,
): Record<string, string> {
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const all: Record<string, string> = {
    ...headers,
    host: url.host,
    'x-amz-content-sha256': payloadSha256,
    'x-amz-date': time,
  };
  const names = Object.keys(all).toSorted((one, other) => (one < other ? -1 : 1));
  const lines = names.map((name) => `${name}:${all[name].trim()}\n`).join('');
  const signed = names.join(';');
  const canonical = [method, url.pathname, '', lines, signed, payloadSha256].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = scope
    .split('/')
    .reduce<Buffer>(
      (last, part) => createHmac('sha256', last).update(part).digest(),
      Buffer.from(`AWS4${secretAccessKey}`),
    );
  const signature = createHmac('sha256', key).update(text).digest('hex');
  const credential = `Credential=${accessKeyId}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 ${credential},SignedHeaders=${signed},Signature=${signature}`;
  return { ...all, authorization };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
