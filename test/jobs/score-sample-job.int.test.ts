import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyseSample } from '../../src/analysis/analyse-sample.ts';
import { parseReferenceModel } from '../../src/analysis/reference-model/parse-reference-model.ts';
import { readConfig } from '../../src/config.ts';
import { openMasterKey } from '../../src/security/master-key.ts';
import { ModelRefused, startServer } from '../../src/server.ts';
import { verifyAuditChain } from '../../src/store/audit-store.ts';
import { loadBinCounts } from '../../src/store/bin-counts-store.ts';
import { openDataKeys } from '../../src/store/data-keys.ts';
import { readReferenceFiles, sha256Hex } from '../../src/store/reference-files.ts';
import {
  controlRun,
  type IntakeService,
  insertSpecimen,
  intakeService,
  settledRun,
  sha256Of,
  until,
  upload,
  writeSmallBam,
} from '../support/intake-service.ts';
import { smallLaboratory, writeSmallModel } from '../support/small-model.ts';

let folder: string;
let model: string;
let bam: Buffer;
let service: IntakeService;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banyan-score-'));
  model = join(folder, 'model');
  writeSmallModel(model);
  bam = await readFile(
    writeSmallBam(folder, { name: 'small', reads: 60_000 }, smallLaboratory).path,
  );
  service = await intakeService({ BANYAN_MODEL: model });
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

async function sendRun(flowcell: string, sampleSheet: string, on = service): Promise<string> {
  const run = { ...controlRun(flowcell, []), sampleSheet };
  const { body } = await on.call('sequencer', 'POST /api/v1/runs', run);
  for (const { file } of body.samples) {
    await upload({
      ...{ address: on.address, key: on.keys.sequencer },
      ...{ runId: body.id, fileName: file.name, bytes: bam },
    });
  }
  return body.id;
}

const run = (runId: string, state: string, on = service) => settledRun(on, runId, [state]);

describe('scoring', () => {
  it('seals the analysis, moves the tube and puts the sample before a reviewer', async () => {
    const { kysely } = service.database;
    const specimenId = await insertSpecimen(kysely, { number: 'S1' });
    const sheet = 'sample,specimen,kind\nP,S1,patient\nC,,negative-control\n';
    const done = await run(await sendRun('SC1', sheet), 'SCORED');
    expect(['QC_PASS', 'QC_FAIL']).toContain(done.state);
    const patient = done.samples[0];
    const answer = await service.call('reviewer', `GET /api/v1/samples/${patient.id}/analysis`);
    expect(answer.body).toMatchObject({
      ...{ sample: 'P', parameters: { age: 31, weeks: '14+2' } },
      input: { file: 'P.bam', sha256: sha256Of(bam) },
    });
    const tube = kysely.selectFrom('specimen').select('state').where('id', '=', specimenId);
    expect(await tube.executeTakeFirstOrThrow()).toEqual({ state: 'ANALYSED' });
    const reviews = kysely.selectFrom('review').selectAll().where('sample_id', '=', patient.id);
    expect(await reviews.execute()).toMatchObject([{ state: 'PENDING' }]);
    expect((await kysely.selectFrom('review').select('id').execute()).length).toBe(1);
    expect(await verifyAuditChain(kysely)).toMatchObject({ ok: true });
  });

  it('gives what the analysis by itself gives, with what tells the sex apart', async () => {
    const { kysely } = service.database;
    const row = await kysely
      .selectFrom('analysis_result')
      .innerJoin('sample', 'sample.id', 'analysis_result.sample_id')
      .selectAll('analysis_result')
      .where('sample.name', '=', 'P')
      .executeTakeFirstOrThrow();
    const sealer = (
      await openDataKeys(kysely, { master: openMasterKey(join(service.home, 'secrets')) })
    ).sealer;
    const { id } = await kysely
      .selectFrom('bin_counts')
      .select('id')
      .where('sample_id', '=', row.sample_id)
      .executeTakeFirstOrThrow();
    const loaded = await loadBinCounts(kysely, sealer, id);
    const files = readReferenceFiles(model);
    if (!files.ok || !loaded?.counts.source) throw new Error('nothing to analyse');
    const reference = parseReferenceModel(files.value, sha256Hex);
    if (!reference.ok) throw new Error(reference.problem.detail);
    const expected = analyseSample(loaded.counts, reference.value, {
      ...{ age: 31, weeks: '14+2', softwareVersion: row.software_version },
      input: loaded.counts.source,
    });
    if (!expected.ok) throw new Error(expected.problem.detail);
    expect(row.body).toBe(`${JSON.stringify(expected.value, null, 2)}\n`);
    expect(row.body_sha256).toBe(sha256Of(Buffer.from(row.body)));
    expect(row.body).not.toMatch(/restricted|fetalSex|chromosome[XY]/);
    const context = { recordClass: 'analysis.restricted', recordId: row.id };
    const restricted = JSON.parse(sealer.openText(row.restricted_sealed, context));
    expect(restricted).toHaveProperty('fetalSex');
  });

  it('fails a sample of another assembly than the model by name', async () => {
    const other = { ...smallLaboratory, assembly: 'GRCh38' as const };
    const { path } = writeSmallBam(folder, { name: 'other' }, other);
    const { body } = await service.call('sequencer', 'POST /api/v1/runs', controlRun('SC2', ['X']));
    await upload({
      ...{ address: service.address, key: service.keys.sequencer, runId: body.id },
      ...{ fileName: 'X.bam', bytes: await readFile(path) },
    });
    const failed = await run(body.id, 'FAILED');
    expect(failed.samples[0].problem.kind).toBe('model-mismatch');
  });
});

describe('without a model', () => {
  it('lets samples wait, and scores them at the next start with one', async () => {
    const waiting = await intakeService();
    try {
      const { call, database, home } = waiting;
      const sheet = 'sample,specimen,kind\nW,,negative-control\n';
      const runId = await sendRun('WAIT', sheet, waiting);
      await run(runId, 'COUNTED', waiting);
      const settings = { BANYAN_HOME: home, DATABASE_URL: database.url, PORT: '0' };
      const config = readConfig({}, { ...settings, BANYAN_MODEL: model });
      if (!config.ok) throw new Error(config.message);
      // Counted on the default's bins, the sample does not fit this model: that is its answer.
      const second = await startServer(config.value, pino({ level: 'silent' }));
      await until(
        () => call('technician', `GET /api/v1/runs/${runId}`),
        ({ body }) => body.samples[0].state === 'FAILED',
      );
      await second.close();
    } finally {
      await waiting.close();
    }
  });

  it('refuses a model with a changed byte', async () => {
    const broken = join(folder, 'broken');
    await cp(model, broken, { recursive: true });
    const bytes = await readFile(join(broken, 'model.bin'));
    bytes[bytes.length - 9] ^= 1;
    await writeFile(join(broken, 'model.bin'), bytes);
    await expect(intakeService({ BANYAN_MODEL: broken })).rejects.toThrow(ModelRefused);
  });
});
