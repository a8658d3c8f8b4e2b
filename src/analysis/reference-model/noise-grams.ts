import { familyCount, isInFamily } from '../normalise/noise-families.ts';
import type { WindowGroups } from '../normalise/window-residuals.ts';
import { gramMatrix } from '../statistics/gram-matrix.ts';

/**
 * Products between the controls' window residuals, one n × n matrix per family of chromosomes.
 *
 *   x_ig = sqrt(share_g) (residual_ig - mean over controls);  G = sum over g in family of x_ig x_jg
 *   minus M level_i level_j, which takes each sample's own level out (M = share of the family)
 *
 * With the matrix at hand, components, their scores and every cross-validation need the windows no
 * more.
 *
 * Shape: rows of weighted, column-centred residuals; `familyCount` matrices out.
 */
export function noiseGrams(rows: readonly Float32Array[], groups: WindowGroups): Float64Array[] {
  const size = rows.length;
  const grams = Array.from({ length: familyCount }, () => new Float64Array(size * size));
  const levels = Array.from({ length: familyCount }, () => new Float64Array(size));
  const shares = new Float64Array(familyCount);
  for (const range of chromosomeRanges(groups)) {
    const gram = gramMatrix(rows, range);
    for (let family = 0; family < familyCount; family++) {
      if (!isInFamily(family, range.chromosomeIndex)) continue;
      for (let i = 0; i < gram.length; i++) grams[family][i] += gram[i];
      for (let g = range.start; g < range.end; g++) shares[family] += groups.share[g];
      rows.forEach((row, i) => {
        for (let g = range.start; g < range.end; g++) {
          levels[family][i] += Math.sqrt(groups.share[g]) * row[g];
        }
      });
    }
  }
  grams.forEach((gram, family) => {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        gram[i * size + j] -= (levels[family][i] * levels[family][j]) / shares[family];
      }
    }
  });
  return grams;
}

/** Where each chromosome's groups begin and end. */
function chromosomeRanges(
  groups: WindowGroups,
): { chromosomeIndex: number; start: number; end: number }[] {
  const ranges: { chromosomeIndex: number; start: number; end: number }[] = [];
  for (let g = 0; g < groups.count; g++) {
    const chromosomeIndex = groups.chromosomeOfGroup[g];
    const last = ranges[ranges.length - 1];
    if (last?.chromosomeIndex === chromosomeIndex) last.end = g + 1;
    else ranges.push({ chromosomeIndex, start: g, end: g + 1 });
  }
  return ranges;
}
