import { runStudy } from './study/run-study.ts';
import { isAvailable, type Scenario, type StudyKind } from './study/scenario.ts';
import { fractionFigures, targetFigures, usualRows } from './study/study-statistics.ts';

// A change to scoring judged within a minute, on counts kept from the run before (.cache/study):
// node benchmarks/quick-study.ts [part of a scenario's name] [unaffected] [trisomies of each kind]

const [filter = '', unaffected = '300', trisomies = '40'] = process.argv.slice(2);
const usual = { controls: 200, controlReads: 5e6, reads: 5e6, batchesKnown: true } as const;

const scenarios: readonly Scenario[] = [
  { ...usual, name: 'a synthetic 38', seed: 41, assembly: 'GRCh38' },
  { ...usual, name: 'b real 37, 8 M', seed: 42, assembly: 'GRCh37', realTracks: true, reads: 8e6 },
  { ...usual, name: 'c long waves 38', seed: 43, assembly: 'GRCh38', noise: 'long', reads: 8e6 },
  {
    ...usual,
    name: 'd real 38, fresh',
    seed: 44,
    assembly: 'GRCh38',
    realTracks: true,
    noise: 'fresh',
  },
  {
    ...usual,
    name: 'e 40 controls',
    seed: 45,
    assembly: 'GRCh38',
    controls: 40,
    batchesKnown: false,
  },
  {
    ...usual,
    name: 'f batches unknown',
    seed: 46,
    assembly: 'GRCh37',
    noise: 'long',
    batchesKnown: false,
  },
  {
    ...usual,
    name: 'g real 38, fresh, batches unknown',
    seed: 44,
    assembly: 'GRCh38',
    realTracks: true,
    noise: 'fresh',
    batchesKnown: false,
  },
];

const sizes = new Map<StudyKind, number>([
  ['unaffected', Number(unaffected)],
  ['T21', Number(trisomies)],
  ['T18', Number(trisomies)],
  ['T13', Number(trisomies)],
  ...(['low unaffected', 'low T21', 'low T18', 'low T13'] as const).map(
    (kind) => [kind, Number(trisomies)] as const,
  ),
]);
const chosen = scenarios.filter(
  (scenario) => scenario.name.includes(filter) && isAvailable(scenario),
);
const outcomes = await runStudy(chosen, sizes, { threads: 2, isKept: true });
const fixed = (value: number, digits = 2) => value.toFixed(digits).padStart(6);
for (const { scenario, rows, files, trainMilliseconds } of outcomes) {
  const { settings, qc } = JSON.parse(files.modelJson);
  console.log(
    `${scenario.name}: ${JSON.stringify(settings.noiseScales)} Mb, ` +
      `${settings.noiseComponents} components, response ${settings.responseDeviation}, ` +
      `trained in ${(trainMilliseconds / 1000).toFixed(1)} s, fraction error ${qc.fetalFraction.error}`,
  );
  for (const figures of targetFigures(rows)) {
    console.log(
      `  ${figures.target} cv/P ${fixed(figures.cvOverPoisson, 3)} stated ${fixed(figures.statedOverPoisson, 3)}` +
        ` z ${fixed(figures.zMean)} ± ${fixed(figures.zStandardDeviation)} false ${figures.falsePositives}/${figures.unaffected}` +
        ` found ${fixed(100 * figures.detection, 1)} % of ${figures.trisomies} missed ${figures.missed} slope ${fixed(figures.calibration.slope)} ± ${fixed(figures.calibration.error)}`,
    );
  }
  for (const figures of fractionFigures(usualRows(rows))) {
    console.log(
      `  ${figures.sex.padEnd(6)} fraction: bias ${fixed(100 * figures.bias)} error ${fixed(100 * figures.meanAbsoluteError)}` +
        ` r ${fixed(figures.correlation, 3)} covered ${fixed(100 * figures.coverage, 1)} %`,
    );
  }
}
