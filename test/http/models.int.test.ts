import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelStates } from '../../src/casework/model/model-state.ts';
import { takeUpFirstModel } from '../../src/store/reference-model-store.ts';
import { type CaseService, caseService, today } from '../support/case-service.ts';
import { registerSmallModel, scoredRun } from '../support/model-series.ts';

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
