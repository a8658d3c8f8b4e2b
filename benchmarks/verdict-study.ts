import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { runStudy, type StudyOutcome } from './study/run-study.ts';
import { isAvailable, type Scenario, type StudyKind } from './study/scenario.ts';
import { studyPlots } from './study/study-plots.ts';
import { studyTable } from './study/study-table.ts';

// The acceptance of scores, verdicts and fetal fractions on simulated samples whose seeds, batches
// and landscapes the development never used: writes benchmarks/results/<date>-verdict-study.md and
// its pictures; a share of the study writes to .cache/study/ instead.
// Started again, it goes on where it stopped (.cache/study, as long as no source has changed).
// node benchmarks/verdict-study.ts [share of the samples, 0–1] [threads] [share of the low ones]

const share = Number(process.argv[2] ?? 1);
const threads = Number(process.argv[3] ?? availableParallelism());
const lowShare = Number(process.argv[4] ?? share);
const usual = { controls: 200, controlReads: 5_000_000, batchesKnown: true } as const;
const laboratories = [
  { ...usual, name: 'synthetic, GRCh38', seed: 92_017, assembly: 'GRCh38' },
  { ...usual, name: 'real GC, GRCh37', seed: 92_023, assembly: 'GRCh37', realTracks: true },
  {
    ...usual,
    name: 'long waves, batches unknown, GRCh38',
    seed: 92_031,
    assembly: 'GRCh38',
    noise: 'long',
    batchesKnown: false,
  },
  {
    ...usual,
    name: 'real GC, fresh patterns a batch, GRCh38',
    seed: 92_053,
    assembly: 'GRCh38',
    realTracks: true,
    noise: 'fresh',
  },
] as const satisfies readonly Omit<Scenario, 'reads'>[];
const unaffected = 10_000;
const trisomies = 600;

const scenarios: Scenario[] = laboratories
  .flatMap((laboratory) => [5e6, 8e6].map((reads) => ({ ...laboratory, reads })))
  .filter(isAvailable);
const partOf = (count: number, part: number) => Math.ceil((part * count) / laboratories.length);
const each = partOf(trisomies, share);
const low = partOf(trisomies, lowShare);
const sizes = new Map<StudyKind, number>([
  ['unaffected', partOf(unaffected, share)],
  ['T21', each],
  ['T18', each],
  ['T13', each],
  ['low unaffected', 3 * low],
  ['low T21', low],
  ['low T18', low],
  ['low T13', low],
]);
const started = performance.now();
const minutesSince = () => (performance.now() - started) / 60_000;
let told = 0;
/** Tells every twentieth part, with the time that is left. */
function onProgress(done: number, all: number): void {
  const part = Math.floor((20 * done) / all);
  if (part === told) return;
  told = part;
  const left = (minutesSince() * (all - done)) / done;
  process.stderr.write(`${done} of ${all} samples, about ${left.toFixed(0)} minutes left\n`);
}
const options = { threads, isKept: false, isResumed: true, onProgress };
const outcomes: StudyOutcome[] = await runStudy(scenarios, sizes, options);
// Only the whole study is evidence worth keeping beside the source.
const results = new URL(
  Math.min(share, lowShare) < 1 ? '../.cache/study/' : 'results/',
  import.meta.url,
);
const date = new Date().toISOString().slice(0, 10);
mkdirSync(results, { recursive: true });
const plots: [string, string][] = [];
for (const [name, svg] of studyPlots(outcomes)) {
  const file = `${date}-study-${name}.svg`;
  writeFileSync(new URL(file, results), svg);
  plots.push([name, file]);
}
const minutes = Math.round(minutesSince());
const { text, failures } = studyTable(outcomes, { share, lowShare, minutes, plots });
writeFileSync(new URL(`${date}-verdict-study.md`, results), text);
process.stdout.write(text);
process.exitCode = failures > 0 ? 1 : 0;
