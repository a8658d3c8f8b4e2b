import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { foundLaboratory } from '../src/cli/demo/found-laboratory.ts';
import { setupTokenFile } from '../src/security/setup-token.ts';
import { startService } from './api/service-process.ts';
import { banyanOn } from './count-bins/commands.ts';
import { timedRun } from './count-bins/timed-run.ts';
import { workloadFile } from './count-bins/workload.ts';
import { sendRun } from './run/send-run.ts';
import { runBams, runModel, runWorkload } from './run/workload.ts';

// npm run bench:run [-- --samples 96 --reads 5000000] [-- --prepare]: a simulated run from its
// first byte to its last verdict, on the built service with its own database. `--prepare` only
// simulates what is missing in `.cache/`.

const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: String(runWorkload.samples) },
    reads: { type: 'string', default: String(runWorkload.reads) },
    prepare: { type: 'boolean', default: false },
  },
});
const samples = Number(values.samples);
const shareGoal = 0.7;
/** Reads of a BAM whose count is all start-up. */
const fewReads = 1000;

/** Processor seconds that reading, hashing and counting one file take, start-up left out. */
function kernelSeconds(bams: readonly string[]): number {
  const startUp = timedRun(banyanOn(workloadFile(fewReads), 1)).cpuSeconds;
  const each = bams.map((bam) => timedRun(banyanOn(bam, 1)).cpuSeconds - startUp);
  return each.reduce((sum, seconds) => sum + seconds, 0) / bams.length;
}

const [model, bams] = [await runModel(), await runBams(Number(values.reads))];
if (!values.prepare) {
  const top = mkdtempSync(join(tmpdir(), 'banyan-run-'));
  // Run as root, the database works under another account, which has to walk through.
  chmodSync(top, 0o711);
  try {
    const kernel = kernelSeconds(bams);
    const home = join(top, 'home');
    const service = await startService(home, { BANYAN_MODEL: model });
    const tokenFile = setupTokenFile(join(home, 'secrets'));
    const { sequencerKey: key } = await foundLaboratory(service.address, tokenFile);
    const before = service.cpuSeconds();
    const sendersBefore = process.cpuUsage();
    const sending = sendRun({ address: service.address, key }, { bams, samples });
    const run = await sending.catch(async (error: unknown) => {
      await service.stop();
      throw error;
    });
    const used = service.cpuSeconds() - before;
    const { user, system } = process.cpuUsage(sendersBefore);
    const senders = (user + system) / 1e6;
    await service.stop();
    const share = (samples * kernel) / used;
    console.log(`${samples} samples of ${values.reads} reads, ${run.megabytes.toFixed(0)} MB\n`);
    console.log('| from the first byte | seconds |\n|---|---|');
    console.log(`| last byte acknowledged | ${run.sent.toFixed(1)} |`);
    console.log(`| last sample counted | ${run.counted.toFixed(1)} |`);
    console.log(`| last verdict | ${run.scored.toFixed(1)} |\n`);
    console.log(`${(samples / run.scored).toFixed(2)} samples/s`);
    const processor = `${(used / samples).toFixed(2)} s a sample, ${kernel.toFixed(2)} s in the kernel`;
    const sent = `${(senders / samples).toFixed(2)} s in the senders`;
    const verdict = `goal >= ${100 * shareGoal} % ${share >= shareGoal ? 'met' : 'not met'}`;
    console.log(`processor: ${processor}: ${(100 * share).toFixed(0)} %, ${verdict}; ${sent}`);
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}
