import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/security/roles.ts';
import {
  controlRun,
  type IntakeService,
  insertSpecimen,
  intakeService,
  settledRun,
  sha256Of,
  upload,
  writeSmallBam,
} from '../support/intake-service.ts';
import { announceFile, sendPart, tusHeaders } from '../support/tus-requests.ts';

let service: IntakeService;
let folder: string;
let bam: Buffer;

beforeAll(async () => {
  service = await intakeService();
  folder = await mkdtemp(join(tmpdir(), 'banyan-rivals-'));
  bam = await readFile(writeSmallBam(folder, { name: 'small' }).path);
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

async function register(flowcell: string, sheet?: string): Promise<string> {
  const run = { ...controlRun(flowcell, ['A']), ...(sheet && { sampleSheet: sheet }) };
  return (await service.call('sequencer', 'POST /api/v1/runs', run)).body.id;
}

const sheetOf = (specimen: string) => `sample,specimen,kind\nA,${specimen},patient\n`;

const headersOf = (role: Role) => tusHeaders(service.keys[role]);

/** Announces a file by hand. */
function announce(runId: string, bytes: Buffer, fileName = 'A.bam'): Promise<Response> {
  const metadata = { runId, fileName, sha256: sha256Of(bytes) };
  const file = { metadata, sizeBytes: bytes.length };
  return announceFile(service.address, service.keys.sequencer, file);
}

async function addressOf(answer: Response): Promise<string> {
  expect(answer.status).toBe(201);
  return `${service.address}${answer.headers.get('location')}`;
}

const patch = (url: string, bytes: Buffer, role: Role = 'sequencer') =>
  sendPart(url, service.keys[role], { from: 0, body: bytes });

const settled = (runId: string, states: string[]) => settledRun(service, runId, states);

describe('an upload', () => {
  it('is continued only by the key that started it', async () => {
    const url = await addressOf(await announce(await register('R1'), bam));
    for (const method of ['HEAD', 'PATCH']) {
      const answer =
        method === 'HEAD'
          ? await fetch(url, { method, headers: headersOf('technician') })
          : await patch(url, bam, 'technician');
      expect(answer.status, method).toBe(404);
    }
    expect((await patch(url, bam)).status).toBe(204);
  });

  it('sent by two at once arrives once, and right', async () => {
    const runId = await register('R2');
    const url = await addressOf(await announce(runId, bam));
    const answers = await Promise.all([patch(url, bam), patch(url, bam), patch(url, bam)]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 204).length).toBeGreaterThan(0);
    for (const status of statuses) expect([204, 400, 409, 423]).toContain(status);
    expect((await settled(runId, ['COUNTED'])).samples[0].file.sha256).toBe(sha256Of(bam));
  });

  it('of another file that came second is refused, also to whoever asks how far it is', async () => {
    const runId = await register('R3');
    const lane = Buffer.concat([bam.subarray(0, bam.length - 28), bam.subarray(bam.length - 28)]);
    lane[10] ^= 1;
    const [first, second] = [await announce(runId, bam), await announce(runId, lane)];
    expect((await patch(await addressOf(first), bam)).status).toBe(204);
    const late = await addressOf(second);
    const refused = await patch(late, lane);
    expect(await refused.json()).toMatchObject({ type: '/problems/state-conflict' });
    expect((await fetch(late, { method: 'HEAD', headers: headersOf('sequencer') })).status).toBe(
      409,
    );
    expect((await settled(runId, ['COUNTED'])).samples[0].file.sha256).toBe(sha256Of(bam));
    expect((await announce(runId, lane)).status).toBe(409);
  });

  it('names its file in text', async () => {
    const answer = await announce(await register('R4'), bam, 'A\u0000.bam');
    expect(await answer.json()).toMatchObject({ type: '/problems/upload-refused' });
  });
});

describe('one tube in two runs', () => {
  it('is taken by one of two that register it at once, also while it is held', async () => {
    const { kysely } = service.database;
    for (const state of ['HELD', 'RECEIVED', 'IN_LAB']) {
      await insertSpecimen(kysely, { number: `T-${state}`, state });
      const answers = await Promise.all(
        ['X', 'Y', 'Z'].map((name) =>
          service.call('technician', 'POST /api/v1/runs', {
            ...controlRun(`${state}-${name}`, []),
            sampleSheet: sheetOf(`T-${state}`),
          }),
        ),
      );
      expect(answers.map(({ status }) => status).sort(), state).toEqual([201, 422, 422]);
    }
  });

  it('goes on in the second after it failed in the first, and only there', async () => {
    await insertSpecimen(service.database.kysely, { number: 'T-again' });
    const first = await register('AGAIN-1', sheetOf('T-again'));
    const options = { address: service.address, key: service.keys.sequencer, fileName: 'A.bam' };
    const late = await addressOf(await announce(first, bam));
    await upload({ ...options, runId: first, bytes: Buffer.from('this is no BAM, is it') });
    await settled(first, ['FAILED']);
    const second = await register('AGAIN-2', sheetOf('T-again'));
    expect((await announce(first, bam)).status).toBe(409);
    expect((await patch(late, bam)).status).toBe(409);
    await upload({ ...options, runId: second, bytes: bam });
    await settled(second, ['COUNTED']);
    expect((await settled(first, ['FAILED'])).samples[0].state).toBe('FAILED');
  });
});
