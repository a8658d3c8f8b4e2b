import { type IncomingHttpHeaders, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Lost, untilDone } from './storm-client.ts';
import type { StormLedger } from './storm-ledger.ts';
import type { Random } from './storm-random.ts';

interface SendOptions {
  readonly address: () => string;
  readonly key: string;
  readonly ledger: StormLedger;
  readonly random: Random;
  readonly metadata: Readonly<Record<string, string>> & { readonly sha256: string };
  readonly content: Buffer;
  /** A part is on its way; the last byte was acknowledged. */
  readonly onPoint: (point: 'upload' | 'count') => void;
}

interface Part {
  readonly offset: number;
  readonly bytes: Buffer;
  /** The sender's network breaks after so many bytes of it. */
  readonly tornAfter?: number;
}

const tornShare = 0.15;
const repeatedShare = 0.1;
const earlyShare = 0.1;

/**
 * Sends a file as a sequencer with a bad network does: in parts of any size, some torn, some sent
 * twice, some too early; after every break it asks how far the file has come and goes on there.
 * What
 * was acknowledged once must never be asked for again.
 */
export async function sendFile(options: SendOptions): Promise<void> {
  const { content, random, onPoint, ledger } = options;
  const path = await untilDone('POST /api/v1/uploads', () => create(options));
  const id = path.split('/').at(-1) ?? '';
  const known = { content, sha256: options.metadata.sha256, offset: 0 };
  ledger.uploads.set(id, known);
  while (known.offset < content.length) {
    const offset = await untilDone(`HEAD ${path}`, () => askOffset(options, path));
    if (offset < known.offset) {
      throw new Lost(`upload ${id} fell from ${known.offset} acknowledged bytes to ${offset}`);
    }
    known.offset = offset;
    const end = Math.min(content.length, offset + 1 + random.below(content.length));
    const bytes = content.subarray(offset, end);
    if (bytes.length === 0) break;
    onPoint('upload');
    const torn = random.chance(tornShare) ? { tornAfter: random.below(bytes.length) } : {};
    const taken = await patch(options, path, { offset, bytes, ...torn }).catch(() => null);
    if (taken !== null) known.offset = taken;
    else await delay(50);
    await sendOutOfOrder(options, path, { offset, bytes });
  }
  onPoint('count');
}

/** Parts that come again, or before their time, are refused and change nothing. */
async function sendOutOfOrder(options: SendOptions, path: string, part: Part): Promise<void> {
  const { random, content } = options;
  const isEarly = random.chance(earlyShare);
  if (!isEarly && !random.chance(repeatedShare)) return;
  const offset = isEarly ? content.length - 1 : part.offset;
  const bytes = isEarly ? content.subarray(-1) : part.bytes;
  const asked = await askOffset(options, path).catch(() => null);
  // Where this part would be the right one, it is no disorder; a whole file is told apart by 204.
  if (asked === null || asked === offset || asked === content.length) return;
  const taken = await patch(options, path, { offset, bytes }).catch(() => null);
  if (taken !== null) throw new Lost(`upload ${path} took a part at ${offset} while at ${asked}`);
}

async function create(options: SendOptions): Promise<string> {
  const { metadata, content } = options;
  const answer = await ask(options, 'POST', {
    path: '/api/v1/uploads',
    headers: {
      'upload-length': String(content.length),
      'upload-metadata': Object.entries(metadata)
        .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
        .join(','),
    },
  });
  const { location } = answer.headers;
  if (answer.status === 201 && location !== undefined) return location;
  throw new Error(`an upload was answered ${answer.status} ${answer.text.slice(0, 200)}`);
}

async function askOffset(options: SendOptions, path: string): Promise<number> {
  const answer = await ask(options, 'HEAD', { path });
  const offset = Number(answer.headers['upload-offset'] ?? Number.NaN);
  if (answer.status === 200 && Number.isSafeInteger(offset)) return offset;
  throw new Error(`answered ${answer.status}`);
}

/** The acknowledged offset; an error where nothing was acknowledged. */
async function patch(options: SendOptions, path: string, part: Part): Promise<number> {
  const answer = await ask(options, 'PATCH', {
    ...{ path, part },
    headers: {
      'upload-offset': String(part.offset),
      'content-type': 'application/offset+octet-stream',
      'content-length': String(part.bytes.length),
    },
  });
  if (answer.status === 204) return Number(answer.headers['upload-offset']);
  throw new Error(`answered ${answer.status}`);
}

interface Asked {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly part?: Part;
}

function ask({ address, key }: SendOptions, method: string, { path, headers, part }: Asked) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>(
    (resolve, reject) => {
      const sent = request(`${address()}${path}`, {
        ...{ method, agent: false, timeout: 20_000 },
        headers: { authorization: `Bearer ${key}`, 'tus-resumable': '1.0.0', ...headers },
      });
      sent.on('timeout', () => sent.destroy(new Error('no answer')));
      sent.on('error', reject);
      sent.on('response', (answer) => {
        let text = '';
        answer.on('data', (bytes) => {
          text += bytes;
        });
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }),
        );
      });
      if (part?.tornAfter === undefined) return void sent.end(part?.bytes);
      sent.write(part.bytes.subarray(0, part.tornAfter), () => sent.destroy(new Error('torn')));
    },
  );
}
