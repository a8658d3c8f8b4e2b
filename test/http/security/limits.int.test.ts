import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlRun, type IntakeService, intakeService } from '../../support/intake-service.ts';

let service: IntakeService;
beforeAll(async () => {
  service = await intakeService();
});
afterAll(() => service.close());

/** Sends bytes as they are and answers everything that came back. */
async function raw(text: string): Promise<string> {
  const { hostname, port } = new URL(service.address);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.on('data', (bytes) => {
    answer += bytes;
  });
  socket.on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

const get = (lines: readonly string[]) =>
  raw(['GET /health/live HTTP/1.1', 'host: x', 'connection: close', ...lines, '', ''].join('\r\n'));

describe('what is too much', () => {
  it('is refused: a body over 4 MB, by its length before it is read', async () => {
    const run = { ...controlRun('BIG', ['A']), instrument: 'x'.repeat(5 * 2 ** 20) };
    const { status, body } = await service.call('sequencer', 'POST /api/v1/runs', run);
    expect([status, body.type]).toEqual([413, '/problems/body-too-large']);
  });

  it('is refused: headers over 16 KB, and an address that long', async () => {
    expect(await get([`x-long: ${'x'.repeat(20_000)}`])).toMatch(/^HTTP\/1.1 431 /);
    const { status } = await service.call('technician', `GET /api/v1/runs/${'x'.repeat(5_000)}`);
    expect([400, 404, 414]).toContain(status);
  });

  it('is refused: two lengths, a length beside chunks, a header with a bare line end', async () => {
    expect(await get(['content-length: 1', 'content-length: 2'])).toMatch(/^HTTP\/1.1 400 /);
    expect(await get(['content-length: 3', 'transfer-encoding: chunked'])).toMatch(
      /^HTTP\/1.1 400 /,
    );
    expect(await get(['x-bare: a\rset-cookie: b'])).toMatch(/^HTTP\/1.1 400 /);
  });
});

describe('names of files', () => {
  const names = ['../../secrets/master-key', '/etc/passwd', 'a/../../b.bam', 'CON\u0000.bam', '..'];

  it.each(names)('never lead anywhere: %j', async (fileName) => {
    const flowcell = `N${names.indexOf(fileName)}`;
    const { body: run } = await service.call(
      ...(['sequencer', 'POST /api/v1/runs', controlRun(flowcell, ['A'])] as const),
    );
    const encode = (text: string) => Buffer.from(text).toString('base64');
    const metadata = { runId: run.id, fileName, sha256: 'a'.repeat(64) };
    const answer = await fetch(`${service.address}/api/v1/uploads`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${service.keys.sequencer}`, 'tus-resumable': '1.0.0' },
        'upload-length': '10',
        'upload-metadata': Object.entries(metadata)
          .map(([name, value]) => `${name} ${encode(value)}`)
          .join(','),
      },
    });
    expect(Object(await answer.json()).type).toBe('/problems/upload-refused');
  });

  it('of a sheet that climb are refused with their line', async () => {
    const { status } = await service.call('sequencer', 'POST /api/v1/runs', {
      ...controlRun('CLIMB', []),
      sampleSheet: [{ sample: 'A', kind: 'negative-control', file: '../A.bam' }],
    });
    expect(status).toBe(422);
  });
});
