import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelStates } from '../../src/casework/model/model-state.ts';
import { readReferenceFiles } from '../../src/store/reference-files.ts';
import { registerModel, takeUpFirstModel } from '../../src/store/reference-model-store.ts';
import { type CaseService, caseService, today } from '../support/case-service.ts';
import { goodValue } from '../support/simulated-model.ts';
import { writeSmallModel } from '../support/small-model.ts';

type Small = ReturnType<typeof writeSmallModel>;

let service: CaseService;
let folder: string;
let first: Small;
let second: Small;
beforeAll(async () => {
  service = await caseService();
  folder = await mkdtemp(join(tmpdir(), 'banyan-models-'));
  first = await register('first', 3);
  await takeUpFirstModel(service.services.kysely, first.id, today);
  second = await register('second', 4);
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

/** As a start with this model configured would. */
async function register(name: string, seed: number): Promise<Small> {
  const from = join(folder, name);
  const model = writeSmallModel(from, seed);
  const { kysely, config } = service.services;
  const { models } = config.folders;
  const document = { id: model.id, assembly: 'GRCh37' } as const;
  const files = goodValue(readReferenceFiles(from));
  const { sha256 } = model;
  goodValue(await registerModel(kysely, { files, document, sha256, models, by: null, now: today }));
  return model;
}

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
