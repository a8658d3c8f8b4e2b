import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../../src/app.ts';
import { prepareHome } from '../../../src/store/home-folder.ts';
import { type CaseService, caseService } from '../../support/case-service.ts';
import { controlRun } from '../../support/intake-service.ts';
import { announceFile, tusHeaders } from '../../support/tus-requests.ts';

const pace = { headersMilliseconds: 400, bodyMilliseconds: 600, silenceMilliseconds: 2500 };
/** No drop waits so long that silence would end it. */
const dropMilliseconds = 100;
/** Far more than any limit; a frozen machine only makes it longer. */
const dropCount = 60;

let service: CaseService;
let app: FastifyInstance;
let address: string;
beforeAll(async () => {
  service = await caseService();
  prepareHome(service.services.config.folders);
  app = await buildApp(service.services, pace);
  address = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await app.close();
  await service.close();
});

function open(): { socket: Socket; heard: () => string } {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  let heard = '';
  socket.on('data', (bytes) => {
    heard += bytes;
  });
  socket.on('error', () => undefined);
  return { socket, heard: () => heard };
}

/** Sends a beginning, then one character at a time; answers what came back until it was closed. */
async function drip(beginning: string, drop: string) {
  const { socket, heard } = open();
  const closed = once(socket, 'close');
  socket.write(beginning);
  let drops = 0;
  while (!socket.destroyed && !socket.readableEnded && drops < dropCount) {
    await delay(dropMilliseconds);
    if (socket.writable) socket.write(drop);
    drops++;
  }
  const isCut = drops < dropCount;
  socket.end();
  await closed;
  return { isCut, heard: heard() };
}

const head = (lines: readonly string[]) => `${lines.join('\r\n')}\r\n`;

const post = (key: string) =>
  head([
    ...['POST /api/v1/runs HTTP/1.1', 'host: x', `authorization: Bearer ${key}`],
    ...['content-type: application/json', 'content-length: 100000', ''],
  ]);

describe('a slow sender', () => {
  it('of headers is ended', async () => {
    const { isCut, heard } = await drip(head(['GET /health/live HTTP/1.1', 'host: x']), 'a');
    expect(isCut).toBe(true);
    expect(heard).toMatch(/^HTTP\/1\.1 408 /);
    expect(heard).toContain('/problems/request-too-slow');
  });

  it('of a body is ended, and told why', async () => {
    const { isCut, heard } = await drip(post(service.keys.technician), ' ');
    expect(isCut).toBe(true);
    expect(heard).toMatch(/^HTTP\/1\.1 408 /);
    expect(heard).toContain('/problems/request-too-slow');
  });

  it('without a key is ended too, after its refusal', async () => {
    const { isCut, heard } = await drip(post('nonsense'), ' ');
    expect(isCut).toBe(true);
    expect(heard).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('that falls silent is ended, of a file too', async () => {
    const { url } = await announced('SILENT', 1000);
    const { socket, heard } = open();
    const closed = once(socket, 'close');
    socket.write(`${patch(url, 1000)}one`);
    await closed;
    expect(heard()).not.toMatch(/^HTTP\/1\.1 20/);
  });

  it('of a file lives as long as its bytes move', async () => {
    const size = 20;
    const { url } = await announced('MOVING', size);
    const { socket, heard } = open();
    const closed = once(socket, 'close');
    socket.write(patch(url, size));
    for (let sent = 0; sent < size; sent++) {
      await delay(dropMilliseconds);
      socket.write('b');
    }
    expect(size * dropMilliseconds).toBeGreaterThan(3 * pace.bodyMilliseconds);
    await closed;
    expect(heard()).toMatch(/^HTTP\/1\.1 204 /);
    expect(heard()).toMatch(new RegExp(`upload-offset: ${size}`, 'i'));
  });
});

async function announced(flowcell: string, sizeBytes: number): Promise<{ url: string }> {
  const run = await service.call('sequencer', 'POST /api/v1/runs', controlRun(flowcell, ['A']));
  const metadata = { runId: run.body.id, fileName: 'A.bam', sha256: 'b'.repeat(64) };
  const answer = await announceFile(address, service.keys.sequencer, { metadata, sizeBytes });
  expect(answer.status).toBe(201);
  return { url: String(answer.headers.get('location')) };
}

function patch(url: string, length: number): string {
  const headers = {
    ...{ ...tusHeaders(service.keys.sequencer), host: 'x', connection: 'close' },
    ...{ 'upload-offset': '0', 'content-length': String(length) },
    'content-type': 'application/offset+octet-stream',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return head([`PATCH ${url} HTTP/1.1`, ...lines, '']);
}
