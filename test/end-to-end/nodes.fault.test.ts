import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clusterDeployment } from '../fault-storm/deployment.ts';
import { nodeStorm } from '../fault-storm/node-storm.ts';
import { makeStormFiles } from '../fault-storm/storm-files.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banyan-nodes-'));
  // As root the database runs as another account, which has to walk through.
  await chmod(folder, 0o711);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// The full size, two web nodes and two workers under 96 samples, is `npm run check:nodes`.
it('two nodes on one database take a run while one dies, and restart without a loss', async () => {
  const model = join(folder, 'model');
  const files = makeStormFiles(folder, model).slice(0, 1);
  const roles = ['web,worker', 'web,worker'];
  const deployment = await clusterDeployment({ folder, model, roles });
  try {
    const outcome = await nodeStorm({
      ...{ deployment, files, samples: 8, seed: 1, killsMax: 1, pauseMilliseconds: 500 },
    });
    expect(outcome.broken).toEqual([]);
    expect(outcome.restart.failed).toEqual([]);
    expect(outcome.restart.answered).toBeGreaterThan(0);
    expect(outcome).toMatchObject({ samples: 8, reports: 7, kills: 1 });
  } finally {
    await deployment.stop();
  }
});
