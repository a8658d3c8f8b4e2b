import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
  folder = await mkdtemp(join(tmpdir(), 'banyan-bams-'));
  bam = await readFile(writeSmallBam(folder, { name: 'small' }).path);
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

async function register(flowcell: string, names: string[]): Promise<string> {
  const run = controlRun(flowcell, names);
  const { body } = await service.call('sequencer', 'POST /api/v1/runs', run);
  return body.id;
}

const send = (runId: string, fileName: string, change: object = {}) => {
  const options = { address: service.address, key: service.keys.sequencer, runId, fileName };
  return upload({ ...options, bytes: bam, ...change });
};

const contentPath = (sha256: string) =>
  join(service.home, 'data', 'files', 'sha256', sha256.slice(0, 2), sha256);

const settled = (runId: string, states: string[]) => settledRun(service, runId, states);

describe('uploads', () => {
  it('brings a file from a tus client into the run, counted and kept sealed', async () => {
    const runId = await register('UP1', ['A']);
    await send(runId, 'A.bam');
    const run = await settled(runId, ['COUNTED', 'SCORED']);
    expect(run.samples[0].file).toEqual({
      ...{ name: 'A.bam', lane: null, state: 'VERIFIED', sha256: sha256Of(bam) },
      ...{ sizeBytes: bam.length, arrivedBytes: bam.length },
    });
    const { kysely } = service.database;
    const rows = await kysely
      .selectFrom('bin_counts')
      .innerJoin('sample', 'sample.id', 'bin_counts.sample_id')
      .select(['header', 'input_sha256'])
      .where('sample.run_id', '=', runId)
      .execute();
    expect(rows).toEqual([
      {
        // No totals: with the autosomes beside them they would tell the reads of X and Y.
        header: { sample: 'A', assembly: 'GRCh37', binSizeBases: 50_000, autosomeBinCount: 57_633 },
        input_sha256: sha256Of(bam),
      },
    ]);
  });

  it('takes the same file twice with one effect', async () => {
    const runId = await register('UP2', ['A']);
    await send(runId, 'A.bam');
    await send(runId, 'A.bam');
    await settled(runId, ['COUNTED', 'SCORED']);
    await send(runId, 'A.bam');
    const files = await service.database.kysely
      .selectFrom('run_file')
      .select('id')
      .where('run_id', '=', runId)
      .execute();
    expect(files).toHaveLength(1);
    // Of its bytes there is one copy, where only they can be.
    expect(await readdir(join(service.home, 'data', 'run-files'))).toEqual([]);
    expect(await readFile(contentPath(sha256Of(bam)))).toEqual(bam);
  });

  it('refuses files that no run awaits, before a byte is taken', async () => {
    const runId = await register('UP3', ['A']);
    const refused = async (change: object, kind: string) => {
      const options = { fileName: 'A.bam', ...change };
      const error = await send(runId, options.fileName, options).then(
        () => null,
        (problem: { originalResponse?: { getBody(): string; getStatus(): number } }) => problem,
      );
      expect(JSON.parse(error?.originalResponse?.getBody() ?? '{}').type).toBe(`/problems/${kind}`);
    };
    await refused({ fileName: 'B.bam' }, 'upload-refused');
    await refused({ sha256: 'abc' }, 'upload-refused');
    await refused({ runId: 'nonsense' }, 'upload-refused');
    await refused({ runId: '00000000-0000-7000-8000-000000000000' }, 'upload-refused');
    await refused({ key: service.keys.reviewer }, 'permission-missing');
    await refused({ key: 'wrong' }, 'key-missing');
    await send(runId, 'A.bam');
    await settled(runId, ['COUNTED', 'SCORED']);
    await refused({ bytes: Buffer.from('another') }, 'state-conflict');
  });

  it('speaks tus: parts, offsets, and where to go on', async () => {
    const runId = await register('UP4', ['A']);
    const key = service.keys.sequencer;
    const headers = tusHeaders(key);
    const metadata = { runId, fileName: 'A.bam', sha256: sha256Of(bam) };
    const file = { metadata, sizeBytes: bam.length };
    const created = await announceFile(service.address, key, file);
    expect(created.status).toBe(201);
    const url = `${service.address}${created.headers.get('location')}`;
    const part = (from: number, body: Buffer) => sendPart(url, key, { from, body });
    expect((await part(0, bam.subarray(0, 1000))).headers.get('upload-offset')).toBe('1000');
    const wrong = await part(500, bam.subarray(500, 1000));
    expect(wrong.status).toBe(409);
    expect(wrong.headers.get('content-type')).toContain('problem+json');
    expect(await wrong.json()).toMatchObject({ type: '/problems/upload-conflict' });
    const asked = await fetch(url, { method: 'HEAD', headers });
    expect(asked.headers.get('upload-offset')).toBe('1000');
    const run = await service.call('sequencer', `GET /api/v1/runs/${runId}`);
    expect(run.body).toMatchObject({
      state: 'UPLOADING',
      samples: [{ file: { state: 'ARRIVING', arrivedBytes: 1000, sizeBytes: bam.length } }],
    });
    expect((await part(1000, bam.subarray(1000))).status).toBe(204);
    await settled(runId, ['COUNTED', 'SCORED']);
    const unknown = await fetch(`${url}0`, { method: 'HEAD', headers });
    expect(unknown.status).toBe(404);
  });
});

describe('bad files', () => {
  const bad: [string, string, (good: Buffer) => { bytes: Buffer; sha256?: string }][] = [
    ['a wrong hash', 'file-hash-mismatch', (good) => ({ bytes: good, sha256: 'a'.repeat(64) })],
    ['a cut BAM', 'bam-truncated', (good) => ({ bytes: good.subarray(0, good.length - 100) })],
    ['no BAM', 'bam-not-bam', () => ({ bytes: Buffer.from('this is no BAM at all, is it') })],
    ['an empty file', 'file-empty', () => ({ bytes: Buffer.alloc(0) })],
  ];

  it.each(bad)('name the problem of %s, and a good file heals it', async (_, kind, spoil) => {
    const runId = await register(`BAD-${kind}`, ['A']);
    await send(runId, 'A.bam', spoil(bam));
    const failed = await settled(runId, ['FAILED']);
    expect(failed.samples[0]).toMatchObject({
      ...{ problem: { kind, file: 'A.bam' }, file: { state: 'REFUSED' } },
    });
    await send(runId, 'A.bam');
    const healed = await settled(runId, ['COUNTED', 'SCORED']);
    expect(healed.samples[0]).toMatchObject({ problem: null, file: { state: 'VERIFIED' } });
  });

  it('takes the right bytes under a hash whose bytes came damaged before', async () => {
    const runId = await register('BAD-again', ['A']);
    const damaged = Buffer.from(bam);
    damaged[5000] ^= 0xff;
    await send(runId, 'A.bam', { bytes: damaged, sha256: sha256Of(bam) });
    const failed = await settled(runId, ['FAILED']);
    expect(failed.samples[0].problem.kind).toBe('file-hash-mismatch');
    await send(runId, 'A.bam');
    await settled(runId, ['COUNTED', 'SCORED']);
  });
});

describe('a held specimen', () => {
  it('is received but not counted until it is released', async () => {
    const { kysely } = service.database;
    const specimenId = await insertSpecimen(kysely, { number: 'H1', state: 'HELD' });
    const sheet = { ...controlRun('HELD', []), sampleSheet: 'sample,specimen,kind\nH,H1,patient' };
    const { body } = await service.call('sequencer', 'POST /api/v1/runs', sheet);
    await send(body.id, 'H.bam');
    const free = await register('HELD-free', ['F']);
    await send(free, 'F.bam');
    await settled(free, ['COUNTED', 'SCORED']);
    expect((await settled(body.id, ['UPLOADED'])).samples[0].state).toBe('UPLOADED');
    const tube = await kysely
      .selectFrom('specimen')
      .select('state')
      .where('id', '=', specimenId)
      .executeTakeFirstOrThrow();
    expect(tube.state).toBe('HELD');
  });
});
