import type { AnalysisResult } from '../../src/analysis/analysis-result.ts';
import { analysisOf, scatter } from './batch-example.ts';
import { analyseCase, type CaseService, registerCase } from './case-service.ts';

export type SampleKind = 'unremarkable' | 'T21' | 'T18' | 'low-fetal-fraction';

export interface ReviewSample {
  readonly kind: SampleKind;
  readonly number: string;
  readonly reviewId: string;
  readonly sampleId: string;
  readonly runId: string;
}

interface Batch {
  readonly kinds: readonly SampleKind[];
  /** The first letters of every tube's number. */
  readonly prefix?: string;
  readonly state?: string;
}

/** Registers a batch of one run and brings each sample to its review. */
export async function reviewBatch(
  service: CaseService,
  { kinds, prefix = 'FZ', state = 'RELEASED' }: Batch,
): Promise<ReviewSample[]> {
  const samples: ReviewSample[] = [];
  for (const [i, kind] of kinds.entries()) {
    const number = `${prefix}260420${String(i + 1).padStart(3, '0')}`;
    const identifier = { type: 'passport', value: `${prefix}${String(i).padStart(6, '0')}` };
    await registerCase(service, { number, registration: { identifier } });
    const run = samples[0]?.runId ?? null;
    const result = resultOf(kind, i);
    const made = await analyseCase(service, { number, run, result, batch: state });
    samples.push({ kind, number, ...made });
  }
  return samples;
}

function resultOf(kind: SampleKind, seed: number): AnalysisResult {
  const chance = scatter(seed + 1);
  const verdicts = kind === 'T21' || kind === 'T18' ? { [kind]: 'high-risk' as const } : {};
  const lifted = kind.startsWith('T') ? Number(kind.slice(1)) : 0;
  const isLow = kind === 'low-fetal-fraction';
  const estimate = isLow ? 0.021 : 0.1 + 0.02 * Math.tanh(chance(1));
  const result = analysisOf(
    (chromosome) => 0.5 * Math.tanh(chance(chromosome)) + (chromosome === lifted ? 9 : 0),
    { verdicts: isLow ? { T21: 'no-call', T18: 'no-call', T13: 'no-call' } : verdicts },
  );
  return {
    ...result,
    input: { file: 'sample.bam', sha256: String(seed).padStart(64, '0') },
    fetalFraction: { estimate, low: estimate - 0.015, high: estimate + 0.015 },
    flags: isLow ? [...result.flags, 'low-fetal-fraction'] : result.flags,
  };
}
