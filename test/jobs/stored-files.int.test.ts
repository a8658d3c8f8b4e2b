import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { settleRunFiles } from '../../src/jobs/settle-run-files.ts';
import { createWorkerPool } from '../../src/jobs/worker-pool.ts';
import { runFilePaths, storeContent } from '../../src/store/content-files.ts';
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

let service: IntakeService;
let folder: string;
let bams: Buffer[];

beforeAll(async () => {
  service = await intakeService();
  folder = await mkdtemp(join(tmpdir(), 'banyan-stored-'));
  bams = await Promise.all(
    [1, 2, 3].map((seed) => readFile(writeSmallBam(folder, { name: `s${seed}`, seed }).path)),
  );
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

const send = (runId: string, bytes: Buffer, sha256 = sha256Of(bytes)) => {
  const options = { address: service.address, key: service.keys.sequencer, runId };
  return upload({ ...options, fileName: 'A.bam', bytes, sha256 });
};

async function register(flowcell: string, names: string[], change = {}): Promise<string> {
  const run = { ...controlRun(flowcell, names), ...change };
  const { body } = await service.call('sequencer', 'POST /api/v1/runs', run);
  return body.id;
}

const settled = (runId: string) => settledRun(service, runId, ['COUNTED', 'SCORED', 'FAILED']);

const folders = () => {
  const config = readConfig({}, { BANYAN_HOME: service.home });
  if (!config.ok) throw new Error(config.message);
  return config.value.folders;
};

async function pathsOf(runId: string) {
  const file = await service.database.kysely
    .selectFrom('run_file')
    .select(['id', 'sha256'])
    .where('run_id', '=', runId)
    .executeTakeFirstOrThrow();
  return { ...file, paths: runFilePaths(folders(), file) };
}

const names = (path: string) => readdir(path, { recursive: true }).then((found) => found.sort());

describe('stored run files', () => {
  it('lie where only their content can be: the same bytes of two runs once', async () => {
    const [one, two] = [await register('ST1', ['A']), await register('ST2', ['A'])];
    await send(one, bams[0]);
    await settled(one);
    const { paths } = await pathsOf(one);
    await send(two, bams[0]);
    await settled(two);
    expect((await pathsOf(two)).paths[1]).toBe(paths[1]);
    expect(await readFile(paths[1])).toEqual(bams[0]);
    expect((await stat(paths[1])).nlink).toBe(1);
    expect(await readdir(folders().runFiles)).toEqual([]);
  });

  it('are not touched by other bytes sent under their hash, which are refused', async () => {
    const runId = await register('ST3', ['A']);
    const sha256 = sha256Of(bams[0]);
    await send(runId, bams[1], sha256);
    const { samples } = await settled(runId);
    expect(samples[0].problem).toMatchObject({ kind: 'file-hash-mismatch', file: 'A.bam' });
    const { paths } = await pathsOf(runId);
    expect(await readFile(paths[1])).toEqual(bams[0]);
    expect(await readdir(folders().runFiles)).toEqual([]);
  });

  it('are counted where they lie when a crash came between their move and its row', async () => {
    const { kysely } = service.database;
    const specimenId = await insertSpecimen(kysely, { number: 'ST-HELD', state: 'HELD' });
    const sampleSheet = 'sample,specimen,kind\nA,ST-HELD,patient\n';
    const runId = await register('ST4', [], { sampleSheet });
    await send(runId, bams[1]);
    const { id, sha256, paths } = await pathsOf(runId);
    const crash = kysely.transaction().execute(async (tx) => {
      await storeContent(tx, folders(), { id, sha256 });
      throw new Error('killed');
    });
    await expect(crash).rejects.toThrow('killed');
    await expect(stat(paths[0])).rejects.toThrow('ENOENT');
    await kysely
      .updateTable('specimen')
      .set({ state: 'IN_LAB' })
      .where('id', '=', specimenId)
      .execute();
    // The same bytes again stir the sample that waited for its tube.
    await kysely
      .updateTable('sample')
      .set({ state: 'FAILED', problem: '{"kind":"job-cancelled"}' })
      .where('run_id', '=', runId)
      .execute();
    await send(runId, bams[1]);
    const { samples } = await settled(runId);
    expect(samples[0]).toMatchObject({ state: 'COUNTED', file: { state: 'VERIFIED', sha256 } });
    expect(await readFile(paths[1])).toEqual(bams[1]);
    expect(await readdir(folders().runFiles)).toEqual([]);
  });

  it('of an earlier version are taken over, if their bytes are theirs', async () => {
    const runId = await register('ST5', ['A']);
    await send(runId, bams[2]);
    await settled(runId);
    const { paths } = await pathsOf(runId);
    const waiting = join(folders().runFiles, 'of-nobody');
    await writeFile(waiting, 'waits');
    const pool = createWorkerPool({ threads: 1 });
    const errors: string[] = [];
    const log = pino({ level: 'error' }, { write: (line: string) => errors.push(line) });
    const { kysely } = service.database;
    const signal = new AbortController().signal;
    const settle = () =>
      settleRunFiles({ kysely, folders: folders(), objects: null, pool, log, signal });
    try {
      await rename(paths[1], paths[0]);
      await settle();
      expect(await readFile(paths[1])).toEqual(bams[2]);
      await writeFile(paths[0], 'rotten');
      await settle();
      expect(errors).toHaveLength(1);
      expect(await readFile(paths[0], 'utf8')).toBe('rotten');
      expect(await readFile(paths[1])).toEqual(bams[2]);
      await kysely
        .updateTable('run_file')
        .set({ state: 'REFUSED' })
        .where('run_id', '=', runId)
        .execute();
      await settle();
      expect(await names(folders().runFiles)).toEqual(['of-nobody']);
    } finally {
      await pool.close();
      await rm(waiting);
    }
  });
});
