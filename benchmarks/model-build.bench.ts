import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { AnalysisResult } from '../src/analysis/analysis-result.ts';
import type { Result } from '../src/analysis/data-problem.ts';
import type { ScoreSampleTask } from '../workers/score-sample.ts';
import { type TimedRun, timedRun } from './count-bins/timed-run.ts';
import { controlsFolder } from './model-build/workload.ts';

// npm run bench:model [-- controls]: builds a model of 1 000 samples on one thread and on two,
// holds their bytes against each other, and times the analysis of a bins file on a warm thread of
// a pool such as the service's.

const controls = Number(process.argv[2] ?? 1_000);
const analyses = 50;
const warmUps = 5;
const dist = new URL('../dist/', import.meta.url);
const banyan = fileURLToPath(new URL('src/cli/banyan.js', dist));

interface Build {
  readonly run: TimedRun;
  readonly folder: string;
}

function build(counts: string, at: string, threads: number): Build {
  const folder = join(at, `model-${threads}`);
  const words = ['model', 'build', '--counts', counts, '-o', folder, '--threads', `${threads}`];
  const command = ['sh', '-c', '"$@" 2>&1', 'sh', process.execPath, banyan, ...words, '--timings'];
  return { run: timedRun(command), folder };
}

/** The lines of `--timings`: a step and its seconds. */
function stepsOf({ run }: Build): [string, number][] {
  return [...run.out.matchAll(/^(\w+) +(\d+\.\d\d)$/gm)].map(([, step, value]) => [
    step,
    Number(value),
  ]);
}

async function timeAnalyses(modelFolder: string, binsFile: string): Promise<number[]> {
  const filename = new URL('workers/score-sample.js', dist).href;
  const pool = new Piscina({ filename, minThreads: 0, maxThreads: 1 });
  const task: ScoreSampleTask = { modelFolder, sample: { binsFile }, softwareVersion: 'bench' };
  const milliseconds: number[] = [];
  for (let i = 0; i < warmUps + analyses; i++) {
    const started = performance.now();
    const result: Result<AnalysisResult> = await pool.run(task);
    if (!result.ok) throw new Error(result.problem.detail);
    if (i >= warmUps) milliseconds.push(performance.now() - started);
  }
  await pool.close();
  return milliseconds.sort((a, b) => a - b);
}

const counts = await controlsFolder(controls);
const at = mkdtempSync(join(tmpdir(), 'banyan-model-bench-'));
try {
  const builds = [1, 2].map((threads) => build(counts, at, threads));
  const [one, two] = builds.map(({ folder }) => readFileSync(join(folder, 'model.bin')));
  if (!one.equals(two)) throw new Error('the model depends on the number of threads');
  console.log(`${controls} controls; model.bin is the same on 1 and 2 threads\n`);
  console.log('| threads | wall s | CPU s | peak MB |\n|---|---|---|---|');
  builds.forEach(({ run }, i) => {
    const cells = [run.wallSeconds.toFixed(1), run.cpuSeconds.toFixed(1)];
    console.log(`| ${i + 1} | ${cells.join(' | ')} | ${run.peakMegabytes.toFixed(0)} |`);
  });
  console.log('\n| step | 1 thread, s | 2 threads, s |\n|---|---|---|');
  const steps = builds.map(stepsOf);
  steps[0].forEach(([step, seconds], i) => {
    console.log(`| ${step} | ${seconds.toFixed(2)} | ${steps[1][i][1].toFixed(2)} |`);
  });
  const [file] = readdirSync(counts).sort();
  const times = await timeAnalyses(builds[0].folder, join(counts, file));
  const quantile = (share: number) => times[Math.ceil(share * times.length) - 1].toFixed(0);
  console.log(
    `\nanalyse, warm, ${analyses} runs: median ${quantile(0.5)} ms, p95 ${quantile(0.95)}`,
  );
} finally {
  rmSync(at, { recursive: true, force: true });
}
