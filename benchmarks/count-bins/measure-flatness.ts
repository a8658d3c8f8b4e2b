import { statSync } from 'node:fs';
import { banyanOn, samtoolsOn } from './commands.ts';
import { median, type TimedRun, timedRun } from './timed-run.ts';
import { workloadFile } from './workload.ts';

const rounds = 3;

/**
 * CPU time a record and peak memory over sizes, one decoding thread. What a file of few reads
 * takes is start-up, told apart; samtools on the same files, in turns, tells what comes from them.
 */
export function measureFlatness(): void {
  const startUp = measure(workloadFile(1000));
  const [ours, theirs] = [startUp.banyan.cpu, startUp.samtools.cpu];
  console.log(`\nStart-up: ${ours.toFixed(2)} s of CPU, samtools ${theirs.toFixed(2)} s.\n`);
  console.log('| counted reads | file MB | CPU s | ns a record | samtools ns | ratio | peak MB |');
  console.log('|---|---|---|---|---|---|---|');
  for (const reads of [1e6, 1e7, 4e7]) {
    const file = workloadFile(reads);
    const { banyan, samtools, records } = measure(file);
    const each = (1e9 * (banyan.cpu - ours)) / records;
    const eachOfTheirs = (1e9 * (samtools.cpu - theirs)) / records;
    const cells = [
      reads.toExponential(),
      (statSync(file).size / 1e6).toFixed(0),
      banyan.cpu.toFixed(2),
      each.toFixed(0),
      eachOfTheirs.toFixed(0),
      (each / eachOfTheirs).toFixed(2),
      banyan.peak.toFixed(0),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

function measure(file: string) {
  const runs = Array.from({ length: rounds }, () => ({
    banyan: timedRun(banyanOn(file, 1)),
    samtools: timedRun(samtoolsOn(file, 1)),
  }));
  const of = (program: 'banyan' | 'samtools') => summary(runs.map((run) => run[program]));
  const records: number = JSON.parse(runs[0].banyan.out).reads.total;
  return { banyan: of('banyan'), samtools: of('samtools'), records };
}

function summary(runs: readonly TimedRun[]) {
  const cpu = median(runs.map((run) => run.cpuSeconds));
  return { cpu, peak: Math.max(...runs.map((run) => run.peakMegabytes)) };
}
