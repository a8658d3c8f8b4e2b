import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runFilePaths } from '../../src/store/content-files.ts';
import { callBanyan } from '../support/call-banyan.ts';
import { registrationExample } from '../support/case-service.ts';
import {
  aligner,
  type IntakeService,
  intakeService,
  sha256Of,
  until,
  upload,
  writeSmallBam,
} from '../support/intake-service.ts';
import { runBanyan } from '../support/run-banyan.ts';
import { smallLaboratory, writeSmallModel } from '../support/small-model.ts';

const number = 'N20260420001';
let folder: string;
let service: IntakeService;
let reportId: string;
let bytes: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banyan-verify-report-'));
  const model = join(folder, 'model');
  writeSmallModel(model);
  const { path } = writeSmallBam(folder, { name: 'one', reads: 60_000 }, smallLaboratory);
  bytes = await readFile(path);
  service = await intakeService({ BANYAN_MODEL: model });
  reportId = await issue();
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

/** One tube's whole way, by the service's own doors. */
async function issue(): Promise<string> {
  const { call } = service;
  const today = new Date();
  const day = (days: number) => new Date(today.getTime() + days * 864e5).toISOString().slice(0, 10);
  const registration = registrationExample({
    dating: { basis: 'ultrasound', expectedDeliveryOn: day(165) },
    serology: [],
    consent: { scopes: ['test', 'platform-store'], signedOn: day(-4) },
  });
  const pregnancy = await call('technician', 'POST /api/v1/pregnancies', registration);
  const tube = { number, drawnOn: day(-3), receivedOn: day(-2) };
  await call('technician', `POST /api/v1/pregnancies/${pregnancy.body.id}/specimens`, tube);
  const sheet = ['sample,specimen,kind', `${number},${number},patient`, ''].join('\n');
  const run = { instrument: 'NextSeq-1', flowcell: 'FC-1', aligner, sampleSheet: sheet };
  const { body } = await call('sequencer', 'POST /api/v1/runs', run);
  await upload({
    ...{ address: service.address, key: service.keys.sequencer, runId: body.id, bytes },
    fileName: `${number}.bam`,
  });
  const queue = await until(
    () => call('reviewer', 'GET /api/v1/reviews'),
    (answer) => answer.body.items?.length === 1,
  );
  const [{ id }] = queue.body.items;
  const decision = { decision: 'no-call', comment: 'small sample' };
  await call('reviewer', `POST /api/v1/reviews/${id}/decision`, decision);
  const signature = () => call('approver', `POST /api/v1/reviews/${id}/sign`);
  // One sample without controls is a batch that only a person lets go.
  const held = await signature();
  const release = `POST /api/v1/batches/${held.body.batch.id}/release`;
  await call('laboratory-manager', release, { reason: 'a batch of one sample, as a test' });
  const signed = await signature();
  expect(signed.status, JSON.stringify(signed.body)).toBe(201);
  return signed.body.id;
}

const verify = (id = reportId, run: typeof callBanyan | typeof runBanyan = callBanyan) =>
  run(['verify', '--report', id, '--home', service.home], {
    env: { DATABASE_URL: service.database.url },
  });

describe('banyan verify --report', () => {
  it('proves text and analysis, and every page that was printed', async () => {
    const before = await verify();
    expect(before).toMatchObject({ exit: 0, err: '' });
    expect(before.out).toMatch(/text: the same \d+ bytes, SHA-256 [0-9a-f]{64}/);
    expect(before.out).toMatch(/analysis: the same \d+ bytes again/);
    expect(before.out).toContain('pages: none was printed yet');
    for (const language of ['zh', 'en']) {
      const line = `GET /api/v1/reports/${reportId}/pdf?language=${language}`;
      expect((await service.call('approver', line)).status).toBe(200);
    }
    const after = await verify(reportId, runBanyan);
    expect(after).toMatchObject({ exit: 0, err: '' });
    expect(after.out).toMatch(/page zh \(ISSUED, layout 1\): the same \d+ bytes again/);
    expect(after.out).toMatch(/page en \(ISSUED, layout 1\): the same \d+ bytes again/);
  });

  it('tells that a page, an analysis or a file is another', async () => {
    const { kysely } = service.database;
    const pages = kysely.updateTable('report_print').where('language', '=', 'en');
    const { sha256 } = await kysely
      .selectFrom('report_print')
      .select('sha256')
      .where('language', '=', 'en')
      .executeTakeFirstOrThrow();
    await pages.set({ sha256: 'x' }).execute();
    expect((await verify()).err).toMatch(/page en \(ISSUED, layout 1\) is not what was printed/);
    await pages.set({ sha256 }).execute();
    const { id } = await kysely.selectFrom('run_file').select('id').executeTakeFirstOrThrow();
    const [, stored] = runFilePaths(
      {
        runFiles: join(service.home, 'data/run-files'),
        files: join(service.home, 'data/files'),
      },
      { id, sha256: sha256Of(bytes) },
    );
    await appendFile(stored, 'x');
    const damaged = await verify();
    expect(damaged.exit).toBe(3);
    expect(damaged.err).not.toBe('');
    await rm(stored);
    expect((await verify()).err).toMatch(/the bytes of [0-9a-f]{64} are not on this disk/);
  });

  it('knows only issued versions of the home', async () => {
    const absent = await verify('00000000-0000-7000-8000-000000000000');
    expect(absent).toMatchObject({ exit: 3, out: '' });
    expect(absent.err).toContain('no such report in this home');
    expect(await verify('7')).toMatchObject({ exit: 2, out: '' });
  });
});
