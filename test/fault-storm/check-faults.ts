import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { clusterDeployment, embeddedDeployment } from './deployment.ts';
import { faultStorm, type StormOutcome } from './fault-storm.ts';
import { makeStormFiles } from './storm-files.ts';
import { stormTable } from './storm-table.ts';

/**
 * Kills a working service as often as told, half of the time one process on its own database, half
 * a web node and a worker on an external one; ends with 1 if anything was lost or doubled.
 *
 *   npm run check:faults -- [--kills 60] [--seed N] [--minutes 10] [--keep]
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    minutes: { type: 'string', default: '10' },
    keep: { type: 'boolean', default: false },
  },
});
const [kills, seed, minutes] = [values.kills, values.seed, values.minutes].map(Number);
const results = fileURLToPath(new URL('../../benchmarks/results/', import.meta.url));

const startedAt = Date.now();
const folder = mkdtempSync(join(tmpdir(), 'banyan-storm-'));
// As root the database runs as another account, which has to walk through.
chmodSync(folder, 0o711);
console.log(`seed ${seed}, ${kills} kills, at most ${minutes} minutes, in ${folder}`);
const model = join(folder, 'model');
const files = makeStormFiles(folder, model);
const outcomes: StormOutcome[] = [];
const deployments = [
  () => embeddedDeployment({ folder, model }),
  () => clusterDeployment({ folder, model, roles: ['web', 'worker'] }),
];
for (const [i, deploy] of deployments.entries()) {
  const deployment = await deploy();
  try {
    const share = (i + 1) / deployments.length;
    const outcome = await faultStorm({
      ...{ deployment, files, seed: seed + i, onFault: (line) => console.log(line) },
      kills: Math.round(kills * share) - outcomes.reduce((sum, past) => sum + killed(past), 0),
      until: startedAt + minutes * 60_000 * share,
    });
    outcomes.push(outcome);
  } finally {
    await deployment.stop();
  }
}
const table = stormTable(outcomes, { seed, seconds: Math.round((Date.now() - startedAt) / 1000) });
console.log(table);
mkdirSync(results, { recursive: true });
writeFileSync(join(results, 'check-faults.md'), table);
const isWhole = outcomes.every(({ broken }) => broken.length === 0);
if (isWhole && !values.keep) rmSync(folder, { recursive: true, force: true });
process.exitCode = isWhole ? 0 : 1;

function killed(outcome: StormOutcome): number {
  return Object.values(outcome.kills).reduce((sum, count) => sum + count, 0);
}
