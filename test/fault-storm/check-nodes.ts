import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { clusterDeployment } from './deployment.ts';
import { nodeStorm } from './node-storm.ts';
import { makeStormFiles } from './storm-files.ts';

/**
 * Two web nodes and two workers on one external PostgreSQL and one shared folder take a run while
 * they are killed in turn; then each is restarted in good order under requests. Ends with 1 if
 * anything was lost or doubled, or a request failed.
 *
 *   npm run check:nodes -- [--samples 96] [--seed N]
 */
const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: '96' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const [samples, seed] = [Number(values.samples), Number(values.seed)];
const roles = ['web', 'web', 'worker', 'worker'];
const table = fileURLToPath(new URL('../../benchmarks/results/check-nodes.md', import.meta.url));

const startedAt = performance.now();
const folder = mkdtempSync(join(tmpdir(), 'banyan-nodes-'));
// As root the database runs as another account, which has to walk through.
chmodSync(folder, 0o711);
const model = join(folder, 'model');
const files = makeStormFiles(folder, model);
const deployment = await clusterDeployment({ folder, model, roles });
try {
  const outcome = await nodeStorm({
    ...{ deployment, files, samples, seed, killsMax: 1000, pauseMilliseconds: 1500 },
  });
  const { kills, reports, restart, broken } = outcome;
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const text = [
    '# npm run check:nodes',
    '',
    `${roles.join(' + ')} on one PostgreSQL and one folder, seed ${seed}, ` +
      `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}: ${seconds} s.`,
    '',
    '| samples scored | reports pulled | nodes killed | answers during restarts | lost requests |',
    '|---:|---:|---:|---:|---:|',
    `| ${outcome.samples} | ${reports} | ${kills} | ${restart.answered} | ${restart.failed.length} |`,
    '',
    broken.length === 0 ? 'Complete, once each.' : broken.map((fault) => `- ${fault}`).join('\n'),
    ...restart.failed.map((fault) => `- lost request: ${fault}`),
    '',
  ].join('\n');
  console.log(text);
  writeFileSync(table, text);
  const isWhole = broken.length === 0 && restart.failed.length === 0;
  process.exitCode = isWhole && outcome.samples === samples ? 0 : 1;
} finally {
  await deployment.stop();
  rmSync(folder, { recursive: true, force: true });
}
