import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelStates } from '../../src/casework/model/model-state.ts';
import type { JobServices } from '../../src/jobs/job-services.ts';
import { shadowRunJob } from '../../src/jobs/shadow-run-job.ts';
import { readReferenceFiles } from '../../src/store/reference-files.ts';
import { findModelInUse, takeUpFirstModel } from '../../src/store/reference-model-store.ts';
import { type CaseService, caseService, today } from '../support/case-service.ts';
import { keepCounts, registerSmallModel, scoredRun } from '../support/model-series.ts';
import { goodValue } from '../support/simulated-model.ts';
import { writeSmallModel } from '../support/small-model.ts';

type Small = Awaited<ReturnType<typeof registerSmallModel>>;

let service: CaseService;
let folder: string;
let first: Small;
let second: Small;
beforeAll(async () => {
  service = await caseService();
  folder = await mkdtemp(join(tmpdir(), 'banyan-models-'));
  first = await registerSmallModel(service, { from: join(folder, 'first'), seed: 3 });
  await takeUpFirstModel(service.services.kysely, first.id, today);
  second = await registerSmallModel(service, { from: join(folder, 'second'), seed: 4 });
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

const manager = 'laboratory-manager';
const reason = 'the new kit lot moved chromosome 18';

/** The two files of a model, as they are sent. */
function filesOf(name: string) {
  const files = goodValue(readReferenceFiles(join(folder, name)));
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  return { modelJson: base64(files.modelJson), modelBin: base64(files.modelBin) };
}

describe('the list of models', () => {
  it('tells the state of each, the newest first, page by page', async () => {
    const { body } = await service.call(manager, 'GET /api/v1/models');
    const states = body.items.map((line: Small & { state: string }) => [line.id, line.state]);
    expect(new Map(states)).toEqual(
      new Map([
        [first.id, 'IN_USE'],
        [second.id, 'CANDIDATE'],
      ]),
    );
    expect(body.items[0]).toMatchObject({ controls: 24, proposedBy: null, decidedBy: null });
    const page = (await service.call(manager, 'GET /api/v1/models?limit=1')).body;
    const rest = (await service.call(manager, `GET /api/v1/models?limit=1&cursor=${page.next}`))
      .body;
    expect([...page.items, ...rest.items]).toEqual(body.items);
    expect(rest.next).toBeNull();
  });

  it('takes up only the first model by itself, and has one in use at most', async () => {
    const { kysely } = service.services;
    expect(await takeUpFirstModel(kysely, second.id, today)).toBe(false);
    const rival = kysely.updateTable('reference_model').set({ state: 'IN_USE' });
    await expect(rival.where('id', '=', second.id).execute()).rejects.toThrow(/in_use/);
    expect(modelStates).toContain('IN_USE');
  });
});

describe('a model', () => {
  it('tells how its control group behaves', async () => {
    const { body, raw } = await service.call('reviewer', `GET /api/v1/models/${first.id}`);
    expect(raw.headers.etag).toBe(body.version);
    expect(body).toMatchObject({ state: 'IN_USE', sha256: first.sha256, reason: null });
    const { quality } = body;
    expect(quality).toMatchObject({ controls: 24, excluded: [], binSizeBases: 1_000_000 });
    expect(quality.females + quality.males + quality.sexUnknown).toBe(24);
    expect(quality.targets.map(({ target }: { target: string }) => target).sort()).toEqual([
      ...['T13', 'T18', 'T21'],
    ]);
    for (const { cv, overPoisson } of quality.targets) {
      expect(cv).toBeGreaterThan(0);
      expect(overPoisson).toBeGreaterThan(0.9);
    }
  });

  it('says nothing of files that are not those that were registered', async () => {
    const { models } = service.services.config.folders;
    const file = join(models, second.id, 'model.json');
    const bytes = await readFile(file);
    await writeFile(file, `${bytes} `);
    const line = `GET /api/v1/models/${second.id}` as const;
    const changed = await service.call(manager, line);
    expect(changed.body).toMatchObject({ controls: null, quality: null });
    await rm(file);
    expect((await service.call(manager, line)).body.quality).toBeNull();
    await writeFile(file, bytes);
    expect((await service.call(manager, line)).body.quality.controls).toBe(24);
    expect((await service.call(manager, 'GET /api/v1/models/none')).status).toBe(404);
    expect((await service.call(manager, 'GET /api/v1/models/a%2F..%2Fb')).status).toBe(400);
  });
});

describe('the drift of a model', () => {
  const drift = async (query = '') =>
    (await service.call(manager, `GET /api/v1/models/${first.id}/drift${query}`)).body;

  it('is empty before a sample was scored with it', async () => {
    const body = await drift();
    expect(body).toMatchObject({ samples: [], groups: [], rebuild: [], instruments: [] });
    expect(body.charts.map((each: { points: [] }) => each.points)).toEqual([[], [], []]);
  });

  it('charts the targets in order of the runs and proposes a rebuild where a series is off', async () => {
    await scoredRun(service, { model: first, flowcell: 'FC-A' });
    await scoredRun(service, {
      ...{ model: first, flowcell: 'FC-B', instrument: 'NextSeq-2', lot: 'K-2', shift: { 18: 3 } },
    });
    await scoredRun(service, { model: second, flowcell: 'FC-OTHER', count: 1 });
    const body = await drift();
    type Sample = { batch: string };
    expect(body.samples.map(({ batch }: Sample) => batch)).toEqual([
      ...Array.from({ length: 12 }, () => 'FC-A'),
      ...Array.from({ length: 12 }, () => 'FC-B'),
    ]);
    const [t21, t18] = body.charts;
    expect([t21.chromosome, t18.chromosome, t18.points.length]).toEqual(['21', '18', 24]);
    expect(t18.points.at(-1).alarms).not.toEqual([]);
    expect(body.rebuild).toContainEqual(
      expect.objectContaining({ chromosome: '18', cause: 'mean-off', samples: 24 }),
    );
    const off = body.groups.map((group: { grouping: string; group: string }) => group.group);
    expect(new Set(off)).toEqual(new Set(['FC-B', 'NextSeq-2', 'K-2']));
    expect(body.chromosomes).toHaveLength(22);
  });

  it('is narrowed to an instrument, a reagent lot and a number of samples', async () => {
    const narrowed = await drift('?instrument=NextSeq-1');
    expect(narrowed.samples).toHaveLength(12);
    expect(narrowed.rebuild).toEqual([]);
    expect(narrowed.instruments).toEqual(['NextSeq-1', 'NextSeq-2']);
    expect((await drift('?reagentLot=K-2')).samples[0].reagentLots).toEqual(['K-2']);
    expect((await drift('?limit=5')).samples.map(({ name }: { name: string }) => name)).toEqual(
      ...[['FC-B-8', 'FC-B-9', 'FC-B-10', 'FC-B-11', 'FC-B-12']],
    );
    expect((await drift('?instrument=none')).samples).toEqual([]);
  });
});

describe('a candidate', () => {
  let third: Small;
  const post = (role: 'technician' | typeof manager, path: string, body?: object) =>
    service.call(role, `POST /api/v1/models${path}`, body);
  const stateOf = async (id: string) =>
    (await service.call(manager, `GET /api/v1/models/${id}`)).body.state;
  const jobServices = () =>
    ({
      ...service.services,
      ...{ softwareVersion: '9.9.9', signal: new AbortController().signal },
      models: service.services.config.folders.models,
    }) as unknown as JobServices;

  it('is brought by a person, byte by byte what was built', async () => {
    third = writeSmallModel(join(folder, 'third'), 5);
    const files = filesOf('third');
    const damaged = { ...files, modelBin: filesOf('second').modelBin };
    const refused = await post('technician', '', damaged);
    expect([refused.status, refused.body.type]).toEqual([422, '/problems/model-changed']);
    const { status, body } = await post('technician', '', files);
    expect([status, body.id, body.state]).toEqual([201, third.id, 'CANDIDATE']);
    expect(body).toMatchObject({ proposedBy: 'technician', quality: { controls: 24 } });
    expect((await post('technician', '', files)).body.proposedAt).toBe(body.proposedAt);
  });

  it('is approved only after it ran beside the model in use on the last batches', async () => {
    const early = await post(manager, `/${third.id}/approval`, { reason });
    expect([early.status, early.body.detail]).toEqual([
      ...[422, 'it was not run beside the model in use'],
    ]);
    const [counted] = await scoredRun(service, { model: first, flowcell: 'FC-C', count: 2 });
    await keepCounts(service, { sampleId: counted, name: 'FC-C-1', folder });
    const before = await sums();
    expect((await post('technician', `/${third.id}/shadow-run`, { batches: 1 })).status).toBe(200);
    const waiting = await post(manager, `/${third.id}/approval`, { reason });
    expect(waiting.body.detail).toBe('2 samples of its run beside are waiting');
    const line = `GET /api/v1/models/${third.id}/shadow-run` as const;
    const { id } = (await service.call('reviewer', line)).body.shadowRun;
    await shadowRunJob(jobServices(), id);
    await shadowRunJob(jobServices(), id);
    const { shadowRun } = (await service.call('reviewer', line)).body;
    expect(shadowRun).toMatchObject({ besideId: first.id, samples: 2, waiting: 0, failed: 1 });
    const [compared, lost] = shadowRun.found;
    expect(compared.comparison.targets.map(({ target }: { target: string }) => target)).toEqual([
      ...['T21', 'T18', 'T13'],
    ]);
    expect(compared.comparison.targets[0].zAfter).toEqual(expect.any(Number));
    expect(lost).toMatchObject({ problem: 'counts-missing', comparison: null });
    expect(await sums()).toEqual(before);
  });

  it('takes the place of the model in use by another person with a fresh second factor', async () => {
    const { kysely, config } = service.services;
    const { version } = (await service.call(manager, `GET /api/v1/models/${third.id}`)).body;
    expect((await post('technician', `/${third.id}/approval`, { reason })).status).toBe(403);
    const old = new Date(today.getTime() - 16 * 60_000);
    const factorAt = (at: Date) => kysely.updateTable('staff_session').set({ factor_at: at });
    await factorAt(old).execute();
    const stale = await post(manager, `/${third.id}/approval`, { reason });
    expect(stale.body.type).toBe('/problems/second-factor-needed');
    await factorAt(today).execute();
    const { body } = await post(manager, `/${third.id}/approval`, { reason });
    expect(body).toMatchObject({ state: 'IN_USE', decidedBy: manager, reason, usedUntil: null });
    expect(body.version).not.toBe(version);
    expect(await stateOf(first.id)).toBe('RETIRED');
    expect((await findModelInUse(kysely, config.folders.models))?.id).toBe(third.id);
    const { rows } = await service.database.pool.query(
      "select actor, detail from audit_event where action = 'model.approve'",
    );
    expect(rows).toHaveLength(1);
    expect(rows[0].actor).toBe(manager);
    expect(JSON.parse(rows[0].detail)).toMatchObject({ replaces: first.id, changed: 1 });
    expect(JSON.stringify(rows)).not.toContain(reason);
  });

  it('is not approved by whoever proposed it, and can be refused', async () => {
    expect((await post(manager, `/${first.id}/proposal`)).body).toMatchObject({
      ...{ state: 'CANDIDATE', proposedBy: manager, decidedBy: null },
    });
    const own = await post(manager, `/${first.id}/approval`, { reason });
    expect(own.body.type).toBe('/problems/signatures-not-distinct');
    const run = await post('technician', `/${first.id}/shadow-run`, { batches: 1 });
    expect(run.body.reasons).toEqual(['no-batch']);
    expect((await post(manager, `/${first.id}/refusal`, { reason })).body).toMatchObject({
      ...{ state: 'RETIRED', decidedBy: manager, reason },
    });
    const again = await post(manager, `/${first.id}/refusal`, { reason });
    expect(again.body.type).toBe('/problems/forbidden-transition');
  });
});

async function sums(): Promise<unknown> {
  const { rows } = await service.database.pool.query(
    `select (select md5(string_agg(r::text, '' order by id)) from analysis_result r) as results,
            (select md5(string_agg(s::text, '' order by id)) from sample s) as samples`,
  );
  return rows;
}
