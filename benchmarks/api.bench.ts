import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { measureReads } from './api/measure-reads.ts';
import { addBacklog, measureUploads, sha256Of, uncounted } from './api/measure-uploads.ts';
import { pacedReads } from './api/paced-reads.ts';
import { type SeededHome, seedReports } from './api/seed-reports.ts';
import { readMetric, startService } from './api/service-process.ts';
import { goals, workload } from './api/workload.ts';
import { banyanOn } from './count-bins/commands.ts';
import { timedRun } from './count-bins/timed-run.ts';
import { workloadFile } from './count-bins/workload.ts';

// npm run bench:api [-- --home DIR] [-- --seed]: the built service on its own database, in a
// process of its own, against its goals: audited report reads idle and while both workers decode,
// uploads against a bare copy of the same bytes. `--home` keeps the filled home for the next time;
// `--seed` only fills it.

const named = process.argv.indexOf('--home');
const top =
  named > 0 ? resolve(process.argv[named + 1]) : mkdtempSync(join(tmpdir(), 'banyan-api-'));
const home = join(top, 'home');
const profile = process.argv.includes('--profile') ? ['--cpu-prof', `--cpu-prof-dir=${top}`] : [];

async function seeded(): Promise<SeededHome> {
  const file = join(top, 'seeded.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  mkdirSync(top, { recursive: true });
  // Run as root, the database works under another account, which has to walk through.
  chmodSync(top, 0o711);
  const made = await seedReports(home, workload);
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}

function row(name: string, value: string, { goal, isMet }: { goal: string; isMet: boolean }): void {
  console.log(`| ${name} | ${value} | ${goal} | ${isMet ? 'yes' : 'no'} |`);
}

function atLeast(name: string, value: number, goal: number): void {
  row(name, value < 100 ? value.toFixed(2) : value.toFixed(0), {
    ...{ goal: `>= ${goal}`, isMet: value >= goal },
  });
}

function atMost(name: string, value: number, goal: number): void {
  row(name, value.toFixed(value < 10 ? 2 : 0), { goal: `<= ${goal}`, isMet: value <= goal });
}

async function measure(reports: SeededHome): Promise<void> {
  const bam = workloadFile(workload.bamReads);
  const kernel = timedRun(banyanOn(bam, 1)).wallSeconds;
  const service = await startService(home, { LOG_LEVEL: 'info' }, profile);
  try {
    const laboratory = {
      address: service.address,
      home: reports,
      bam,
      sha256: await sha256Of(bam),
    };
    const metric = (name: string) => readMetric(service, reports.monitoring, name);
    const read = (seconds: number) => measureReads(service.address, reports, { seconds });
    console.log('| | measured | goal | met |\n|---|---|---|---|');
    await read(workload.warmUpSeconds);
    const processorBefore = await metric('process_cpu_seconds_total');
    const idle = await read(workload.seconds);
    const processor = (await metric('process_cpu_seconds_total')) - processorBefore;
    atLeast('audited report reads/s, idle', idle.perSecond, goals.idleReadsPerSecond);
    const uploads = await measureUploads(laboratory, top);
    atLeast('upload, bare copy = 1', uploads.uploadRatio, goals.uploadRatio);
    atLeast(
      'first byte to counted, kernel = 1',
      kernel / uploads.countedSeconds,
      goals.countedRatio,
    );
    const run = await addBacklog(laboratory, {
      ...{ uploads: join(home, 'data', 'uploads'), count: workload.backlog },
    });
    await metric('nodejs_eventloop_lag_p99_seconds');
    await read(workload.warmUpSeconds / 2);
    const memoryBefore = await metric('process_resident_memory_bytes');
    const loaded = await read(workload.seconds);
    atLeast(
      'audited report reads/s, both workers decode',
      loaded.perSecond,
      goals.loadedReadsPerSecond,
    );
    const paced = await pacedReads(service.address, reports, {
      ...{ seconds: workload.seconds, perSecond: workload.pacedReadsPerSecond },
    });
    const lag = await metric('nodejs_eventloop_lag_p99_seconds');
    if ((await uncounted(laboratory, run)) === 0) throw new Error('the workers ran out of files');
    atMost(
      `p99 at ${workload.pacedReadsPerSecond}/s, workers decode, ms`,
      paced.p99,
      goals.pacedP99Milliseconds,
    );
    atMost('event-loop lag p99, workers decode, ms', lag * 1000, goals.loopLagP99Milliseconds);
    const memory = await metric('process_resident_memory_bytes');
    atMost('memory after against before', memory / memoryBefore, goals.memoryRatio);
    console.log(
      `\nidle p50 ${idle.p50} ms p99 ${idle.p99}; loaded p50 ${loaded.p50} p99 ${loaded.p99}; ` +
        `paced ${paced.perSecond.toFixed(0)}/s p50 ${paced.p50.toFixed(1)}; ` +
        `${((processor / idle.answered) * 1000).toFixed(2)} ms of processor a read; upload ${uploads.megabytesPerSecond.toFixed(0)} MB/s, ` +
        `counted after ${uploads.countedSeconds.toFixed(2)} s, of which the sender on the same cores ` +
        `takes ${uploads.senderSeconds.toFixed(2)} s of processor; ` +
        `resident ${(memory / 2 ** 20).toFixed(0)} MB`,
    );
  } finally {
    await service.stop();
  }
}

try {
  const reports = await seeded();
  if (!process.argv.includes('--seed')) await measure(reports);
} finally {
  if (named < 0) rmSync(top, { recursive: true, force: true });
}
