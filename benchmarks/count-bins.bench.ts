import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { banyanOn, samtoolsOn } from './count-bins/commands.ts';
import { measureFlatness } from './count-bins/measure-flatness.ts';
import { isInstalled, median, type TimedRun, timedRun } from './count-bins/timed-run.ts';
import { workloadFile } from './count-bins/workload.ts';

// npm run bench:count [-- --peers] [-- --flat]: Banyan against samtools, in turns. `--peers` adds
// one run each of mosdepth, bedtools and @gmod/bam where they are installed; `--flat` memory and
// CPU time per record of 1, 10 and 40 million reads.

const pairs = 5;

/** What `samtools` counts too: it has no notion of contigs that no bin lies on. */
function countOf({ out }: TimedRun): number {
  const { reads } = JSON.parse(out);
  return reads.counted + reads.otherContig;
}

function compare(file: string, threads: number): void {
  const runs = { samtools: [] as TimedRun[], banyan: [] as TimedRun[] };
  for (let i = 0; i <= pairs; i++) {
    const samtools = timedRun(samtoolsOn(file, threads));
    const ours = timedRun(banyanOn(file, threads));
    if (countOf(ours) !== Number(samtools.out)) {
      throw new Error(`samtools counts ${samtools.out.trim()}, Banyan ${countOf(ours)}`);
    }
    if (i === 0) continue;
    runs.samtools.push(samtools);
    runs.banyan.push(ours);
  }
  const ratios = runs.banyan.map((run, i) => run.wallSeconds / runs.samtools[i].wallSeconds);
  row(`samtools view -c${threads > 1 ? ` -@ ${threads}` : ''}`, runs.samtools, 1);
  row(`banyan count --threads ${threads}`, runs.banyan, median(ratios));
}

function row(name: string, runs: readonly TimedRun[], ratio: number): void {
  const of = (key: 'wallSeconds' | 'cpuSeconds') => median(runs.map((run) => run[key])).toFixed(2);
  const peak = Math.max(...runs.map((run) => run.peakMegabytes)).toFixed(0);
  const cells = [name, of('wallSeconds'), ratio.toFixed(2), of('cpuSeconds'), peak];
  console.log(`| ${cells.join(' | ')} |`);
}

function comparePeers(file: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'banyan-bench-'));
  const own = fileURLToPath(new URL('./peers/gmod-bam.ts', import.meta.url));
  const commands: [string, string, string[]][] = [
    [
      'mosdepth',
      'mosdepth',
      ['-n', '-x', '-b', '50000', '-F', '3844', '-Q', '1', join(folder, 'out'), file],
    ],
    ['bedtools bamtobed', 'bedtools', ['bamtobed', '-i', file]],
    ['@gmod/bam', process.execPath, [own, file]],
  ];
  if (!existsSync(`${file}.bai`)) timedRun(['samtools', 'index', file]);
  const reference = timedRun(samtoolsOn(file, 1));
  for (const [name, program, words] of commands) {
    if (!isInstalled(program)) {
      console.log(`| ${name} | not installed | | | |`);
      continue;
    }
    const output = join(folder, 'stdout');
    const quoted = [program, ...words].map((word) => `'${word}'`).join(' ');
    writeFileSync(join(folder, 'run.sh'), `exec ${quoted} > '${output}'\n`);
    try {
      const run = timedRun(['sh', join(folder, 'run.sh')]);
      row(name, [run], run.wallSeconds / reference.wallSeconds);
    } catch (error) {
      console.log(`| ${name} | fails: ${String(error).split('\n')[0].slice(-60)} | | | |`);
    }
  }
  rmSync(folder, { recursive: true, force: true });
}

if (!isInstalled('samtools')) throw new Error('samtools is missing: apt-get install samtools');
const file = workloadFile(10_000_000);
console.log('| program | wall s | × samtools | CPU s | peak MB |\n|---|---|---|---|---|');
compare(file, 1);
compare(file, 2);
if (process.argv.includes('--peers')) comparePeers(file);
if (process.argv.includes('--flat')) measureFlatness();
