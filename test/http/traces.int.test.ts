import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportTraces, type Span } from '../../src/jobs/export-traces.ts';
import {
  controlRun,
  intakeService,
  settledRun,
  upload,
  writeSmallBam,
} from '../support/intake-service.ts';

type Otlp = Record<string, unknown> & { name: string; attributes: object[] };

let collector: Server;
let endpoint: string;
let requests: { url: string | undefined; type: string | undefined; body: string }[];
let answer: number;

beforeEach(async () => {
  requests = [];
  answer = 200;
  collector = createServer(async (request, response) => {
    const { url, headers } = request;
    requests.push({ url, type: headers['content-type'], body: await text(request) });
    response.writeHead(answer).end('{}');
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
});
afterEach(async () => {
  collector.closeAllConnections();
  await new Promise((resolve) => collector.close(resolve));
});

const spans = (): Otlp[] =>
  requests.flatMap(({ body }) => JSON.parse(body).resourceSpans[0].scopeSpans[0].spans);

const span = (name: string, change: Partial<Span> = {}): Span => ({
  ...{ name, kind: 'server', milliseconds: 1500, hasFailed: false, attributes: {}, ...change },
});

function exporter(warnings: object[] = []) {
  const log = { warn: (details: object) => void warnings.push(details) };
  return exportTraces({ endpoint, serviceName: 'lab' }, { log, softwareVersion: '1.2.3' });
}

describe('traces', () => {
  it('are written as OTLP says, within the trace of the caller', async () => {
    const traces = exporter();
    const [trace, parent] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];
    traces.record(span('told', { parent: `00-${trace}-${parent}-01`, hasFailed: true }));
    traces.record(span('not sampled', { parent: `00-${trace}-${parent}-00` }));
    traces.record(
      span('nonsense', { parent: 'x', kind: 'consumer', attributes: { a: 1, b: 'c' } }),
    );
    await traces.close();
    expect(requests.map(({ url, type }) => [url, type])).toEqual([
      ['/v1/traces', 'application/json'],
    ]);
    expect(JSON.parse(requests[0].body).resourceSpans[0].resource.attributes).toEqual([
      { key: 'service.name', value: { stringValue: 'lab' } },
      { key: 'service.version', value: { stringValue: '1.2.3' } },
    ]);
    const [told, nonsense, ...others] = spans();
    expect(others).toEqual([]);
    expect(told).toMatchObject({ traceId: trace, parentSpanId: parent, kind: 2 });
    expect(told).toMatchObject({ name: 'told', status: { code: 2 } });
    expect(nonsense).toMatchObject({ name: 'nonsense', kind: 5, status: {} });
    expect(nonsense).toHaveProperty('traceId', expect.stringMatching(/^[0-9a-f]{32}$/));
    expect(nonsense).not.toHaveProperty('parentSpanId');
    expect(nonsense.attributes).toEqual([
      { key: 'a', value: { intValue: '1' } },
      { key: 'b', value: { stringValue: 'c' } },
    ]);
    const [start, end] = [told.startTimeUnixNano, told.endTimeUnixNano].map((at) => Number(at));
    expect((end - start) / 1e6).toBeCloseTo(1500, 0);
    expect(Math.abs(end / 1e6 - Date.now())).toBeLessThan(60_000);
  });

  it('go in batches, and are forgotten where nobody takes them', async () => {
    const warnings: object[] = [];
    answer = 503;
    const traces = exporter(warnings);
    for (let i = 0; i < 5000; i++) traces.record(span(`s${i}`));
    await traces.close();
    expect(spans()).toHaveLength(2048);
    expect(requests).toHaveLength(4);
    expect(warnings).toHaveLength(4);
  });

  it('tell each request by its route and each job by its queue, and nobody', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'banyan-traces-'));
    const service = await intakeService({ OTEL_EXPORTER_OTLP_ENDPOINT: `${endpoint}/` });
    const run = await service.call('sequencer', 'POST /api/v1/runs', controlRun('TRACED', ['A']));
    const runId: string = run.body.id;
    const bytes = await readFile(writeSmallBam(folder, { name: 'A', reads: 1000 }).path);
    const key = service.keys.sequencer;
    await upload({ ...{ address: service.address, key, runId, bytes }, fileName: 'A.bam' });
    await settledRun(service, runId, ['COUNTED', 'SCORED', 'FAILED']);
    await service.close();
    await rm(folder, { recursive: true, force: true });
    const names = new Set(spans().map(({ name }) => name));
    const wanted = ['POST /api/v1/runs', 'GET /api/v1/runs/:id', 'PATCH /api/v1/uploads/:id'];
    expect([...names]).toEqual(expect.arrayContaining([...wanted, 'count-bins']));
    const sent = requests.map(({ body }) => body).join('');
    for (const secret of [runId, key, 'TRACED', 'A.bam']) expect(sent).not.toContain(secret);
  });
});
