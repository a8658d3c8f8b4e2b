import type { ModelDocument } from '../analysis/reference-model/reference-model.ts';
import { formatTable } from './format-table.ts';

/** A model for people: what it is, how its control group behaves, what it cannot do. */
export function modelTable(document: ModelDocument): string {
  const { id, assembly, binSize, controlGroup, qc, settings, limits } = document;
  const { samples, females, males, excluded } = controlGroup;
  const { error, trainingCount } = qc.fetalFraction;
  const group = `${samples.length} controls (${females} girls, ${males} boys)`;
  const noise = `${settings.noiseComponents} components at ${settings.noiseScales.join(', ')} Mb`;
  const quality = qc.targets.map((target) => [
    target.target,
    percent(target.cv),
    target.overPoisson.toFixed(3),
    target.zMean.toFixed(2),
    target.zStandardDeviation.toFixed(2),
  ]);
  return [
    `model ${id}  ${assembly}, bins of ${binSize} bases, ${qc.usedBins} used\n`,
    `${group}, median depth ${qc.medianDepth} reads; noise: ${noise}\n\n`,
    formatTable([['target', 'cv', 'over Poisson', 'z mean', 'z sd'], ...quality]),
    `\nfetal fraction: ${error === null ? 'none' : `error ${percent(error)}`}`,
    `, learned on ${trainingCount} controls\n`,
    ...limits.map((limit) => `limit: ${limit}\n`),
    ...excluded.map(({ sample, reason }) => `excluded: ${sample}, ${reason}\n`),
  ].join('');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
