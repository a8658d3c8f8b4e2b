import type { AnalysisResult } from '../../../analysis/analysis-result.ts';
import type { FetalFractionPanel } from './fetal-fraction-chart.ts';

interface Scored {
  readonly name: string;
  readonly result: AnalysisResult | null;
}

/** The three targets' panels of a run: one point a sample whose z and fetal fraction are known. */
export function fetalFractionPanels(samples: readonly Scored[]): FetalFractionPanel[] {
  return ['21', '18', '13'].map((chromosome) => {
    const rows = samples.flatMap(({ name, result }) => rowOf(name, result, chromosome) ?? []);
    const cvs = rows.flatMap(({ cv }) => cv ?? []).sort((one, other) => one - other);
    return {
      chromosome,
      cv: cvs.length === 0 ? null : cvs[Math.floor(cvs.length / 2)],
      points: rows.map(({ cv: _, ...point }) => point),
    };
  });
}

function rowOf(name: string, result: AnalysisResult | null, chromosome: string) {
  const score = result?.chromosomes.find((row) => row.chromosome === chromosome);
  const call = result?.calls.find(({ target }) => target === `T${chromosome}`);
  const fetalFraction = result?.fetalFraction.estimate ?? null;
  if (!score || !call || score.z === null || fetalFraction === null) return null;
  return { name, z: score.z, cv: score.cv, fetalFraction, verdict: call.verdict };
}
