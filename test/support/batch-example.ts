import { normal } from '../../fixtures/simulate/normal.ts';
import { SeededRandom } from '../../fixtures/simulate/seeded-random.ts';
import type { AnalysisResult } from '../../src/analysis/analysis-result.ts';
import type { BatchFacts, GateSample } from '../../src/casework/batch/batch-facts.ts';
import { analysisExample } from './report-example.ts';

type Verdicts = Parameters<typeof analysisExample>[0];

/** An analysis whose z of each chromosome is given by a function of its number. */
export function analysisOf(
  zOf: (chromosome: number) => number,
  { verdicts = {}, reads = 4_000_000 }: { verdicts?: Verdicts; reads?: number } = {},
): AnalysisResult {
  const result = analysisExample(verdicts);
  return {
    ...result,
    reads: { ...result.reads, counted: reads },
    qc: {
      verdict: reads < 1_000_000 ? 'failure' : 'pass',
      checks: [{ name: 'bin-noise', value: 1, limit: 1.5, unit: 'times', verdict: 'pass' }],
    },
    chromosomes: result.chromosomes.map((row) => ({ ...row, z: zOf(Number(row.chromosome)) })),
  };
}

/** Small numbers that look like chance and are the same every time. */
export function scatter(seed: number): (chromosome: number) => number {
  const random = new SeededRandom(seed, 'scatter');
  const values = Array.from({ length: 22 }, () => normal(random));
  return (chromosome) => values[chromosome - 1];
}

export function gateSample(change: Partial<GateSample> & { name: string }): GateSample {
  const seed = [...change.name].reduce((sum, letter) => 31 * sum + letter.charCodeAt(0), 7);
  return {
    kind: 'patient',
    state: 'scored',
    problem: null,
    inputSha256: `sha-${change.name}`,
    result: analysisOf(scatter(seed % 1000)),
    order: { state: 'ANALYSED', drawnOn: '2026-04-20', receivedOn: '2026-04-21' },
    repeats: [],
    ...change,
  };
}

/** A batch as it should be: patients and one control of each kind. */
export function batchExample({
  patients = 12,
  change = [],
}: {
  patients?: number;
  change?: readonly GateSample[];
} = {}): BatchFacts {
  const named = new Map(change.map((sample) => [sample.name, sample]));
  const samples = [
    ...Array.from({ length: patients }, (_, i) => gateSample({ name: `P${i + 1}` })),
    gateSample({
      ...{ name: 'NTC', kind: 'no-template-control', order: null },
      result: analysisOf(scatter(1), { reads: 3000 }),
    }),
    gateSample({ name: 'NEG', kind: 'negative-control', order: null }),
    gateSample({
      ...{ name: 'POS', kind: 'positive-control', order: null },
      result: analysisOf(scatter(2), { verdicts: { T21: 'high-risk' } }),
    }),
  ];
  const added = change.filter(({ name }) => !samples.some((sample) => sample.name === name));
  return {
    registeredOn: '2026-04-22',
    samples: [...samples.map((sample) => named.get(sample.name) ?? sample), ...added],
  };
}
