import type { AnalysisResult } from '../../analysis/analysis-result.ts';
import { type Light, light } from './light.ts';
import type { QualityLimits } from './quality-limits.ts';

export type CheckedResult = Pick<AnalysisResult, 'reads' | 'qc' | 'fetalFraction' | 'chromosomes'>;

/**
 * Every check of one sample, in the order of the limits. The analysis has judged itself by the
 * limits its software had; these are the laboratory's, of the day, and move no verdict.
 *
 * Edge: a check this version cannot measure is unknown, which is never green.
 */
export function sampleChecks(result: CheckedResult, { sample }: QualityLimits): Light[] {
  const measures = measuresOf(result);
  return sample.map((limit) => light(measures[limit.name] ?? null, limit, null));
}

function measuresOf({
  reads,
  qc,
  fetalFraction,
  chromosomes,
}: CheckedResult): Readonly<Record<string, number | null>> {
  const limits = ['13', '18', '21'].map(
    (name) => chromosomes.find(({ chromosome }) => chromosome === name)?.detectionLimit ?? null,
  );
  const worst = limits.includes(null) ? null : Math.max(...limits.map(Number));
  const { low } = fetalFraction;
  return {
    'reads-counted': reads.counted,
    'mapped-fraction': reads.mappedFraction,
    'duplicate-fraction': reads.duplicateFraction,
    'gc-fraction-low': reads.gcFraction,
    'gc-fraction-high': reads.gcFraction,
    'bin-noise': qc.checks.find(({ name }) => name === 'bin-noise')?.value ?? null,
    'fetal-fraction': fetalFraction.estimate,
    'detection-limit': worst === null || low === null || low <= 0 ? null : worst / low,
  };
}
