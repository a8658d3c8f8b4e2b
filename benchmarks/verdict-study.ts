import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { runStudy, type StudyOutcome } from './study/run-study.ts';
import { isAvailable, type Scenario, type StudyKind } from './study/scenario.ts';
import { studyTable } from './study/study-table.ts';

// The acceptance of scores, verdicts and fetal fractions on simulated samples whose seeds, batches
// and landscapes the development never used: writes benchmarks/results/<date>-verdict-study.md.
// node benchmarks/verdict-study.ts [share of the samples, 0–1] [threads]

const share = Number(process.argv[2] ?? 1);
const threads = Number(process.argv[3] ?? availableParallelism());
const usual = { controls: 200, controlReads: 5_000_000, batchesKnown: true } as const;
const laboratories = [
  { ...usual, name: 'synthetic, GRCh38', seed: 90_017, assembly: 'GRCh38' },
  { ...usual, name: 'real GC, GRCh37', seed: 90_023, assembly: 'GRCh37', realTracks: true },
  {
    ...usual,
    name: 'long waves, batches unknown, GRCh38',
    seed: 90_031,
    assembly: 'GRCh38',
    noise: 'long',
    batchesKnown: false,
  },
  {
    ...usual,
    name: 'real GC, fresh patterns a batch, GRCh38',
    seed: 90_053,
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
const each = Math.ceil((share * trisomies) / laboratories.length);
const sizes = new Map<StudyKind, number>([
  ['unaffected', Math.ceil((share * unaffected) / laboratories.length)],
  ['T21', each],
  ['T18', each],
  ['T13', each],
]);
const started = performance.now();
const outcomes: StudyOutcome[] = await runStudy(scenarios, sizes, { threads, isKept: false });
const minutes = Math.round((performance.now() - started) / 60_000);
const { text, failures } = studyTable(outcomes, { share, minutes });
const results = new URL('results/', import.meta.url);
const date = new Date().toISOString().slice(0, 10);
mkdirSync(results, { recursive: true });
writeFileSync(new URL(`${date}-verdict-study.md`, results), text);
process.stdout.write(text);
process.exitCode = failures > 0 ? 1 : 0;
