import { familyCount, isInFamily } from '../normalise/noise-families.ts';
import type { Crew } from '../statistics/crew.ts';
import { blockRows, gramRows, mirrorLowerHalf } from '../statistics/gram-matrix.ts';
import { sharedFloat64 } from '../statistics/shared-memory.ts';
import type { JoinedResiduals } from './joined-residuals.ts';

/**
 * Products between the controls' window residuals, one n × n matrix per family of chromosomes.
 *
 *   G_ij = sum over g in family of x_ig x_jg - M level_i level_j
 *
 * The second term takes each sample's own level out (M = share of the family).
 *
 * With the matrix at hand, components, their scores and every cross-validation need the windows no
 * more.
 *
 * Source: principal components by the smaller Gram matrix, Turk and Pentland 1991, J Cogn Neurosci
 * 3:71. Shape: rows of weighted, column-centred residuals; `familyCount` matrices out.
 * Unit: squared relative deviation.
 * Edge: 0 for a sample without residuals.
 *
 * @example noiseGrams({ rows: [Float32Array.of(1, -1), Float32Array.of(-2, 2)], … }, alone)[0]
 *   // [2, -4, -4, 8]: two groups of share 1 on chromosomes 1 and 2, levels 0
 */
export function noiseGrams(joined: JoinedResiduals, crew: Crew): Float64Array[] {
  const { rows } = joined;
  const size = rows.length;
  const ranges = chromosomeRanges(joined);
  const grams = Array.from({ length: familyCount }, () => sharedFloat64(size * size));
  const blocks = crew.map(noiseGramStep, { rows, ranges }, Math.ceil(size / blockRows));
  blocks.forEach((families, index) => {
    families.forEach((block, family) => {
      grams[family].set(block, index * blockRows * size);
    });
  });
  grams.forEach((gram, family) => {
    mirrorLowerHalf(gram, size);
    takeLevelsOut(gram, familyLevels(joined, ranges, family));
  });
  return grams;
}

interface ChromosomeRange {
  readonly chromosomeIndex: number;
  readonly start: number;
  end: number;
}

/** A step: one block of rows of every family's matrix, up to the diagonal. */
export function noiseGramStep(
  shared: {
    readonly rows: readonly Float32Array[];
    readonly ranges: readonly ChromosomeRange[];
  },
  index: number,
): Float64Array[] {
  const { rows, ranges } = shared;
  const height = Math.min(blockRows, rows.length - index * blockRows);
  const families = Array.from(
    { length: familyCount },
    () => new Float64Array(height * rows.length),
  );
  for (const range of ranges) {
    const block = gramRows(rows, range, index);
    families.forEach((sums, family) => {
      if (!isInFamily(family, range.chromosomeIndex)) return;
      for (let i = 0; i < sums.length; i++) sums[i] += block[i];
    });
  }
  return families;
}

interface Levels {
  /** One per control. */
  readonly values: Float64Array;
  /** Share of the family. */
  readonly share: number;
}

function familyLevels(
  { rows, share: shares }: JoinedResiduals,
  ranges: readonly ChromosomeRange[],
  family: number,
): Levels {
  const values = new Float64Array(rows.length);
  let share = 0;
  for (const { chromosomeIndex, start, end } of ranges) {
    if (!isInFamily(family, chromosomeIndex)) continue;
    const roots = shares.subarray(start, end).map(Math.sqrt);
    for (let g = start; g < end; g++) share += shares[g];
    rows.forEach((row, i) => {
      for (let g = start; g < end; g++) values[i] += roots[g - start] * row[g];
    });
  }
  return { values, share };
}

function takeLevelsOut(gram: Float64Array, { values, share }: Levels): void {
  const size = values.length;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) gram[i * size + j] -= (values[i] * values[j]) / share;
  }
}

/** Where each chromosome's groups begin and end, scale after scale. */
function chromosomeRanges(groups: JoinedResiduals): ChromosomeRange[] {
  const ranges: ChromosomeRange[] = [];
  for (let g = 0; g < groups.count; g++) {
    const chromosomeIndex = groups.chromosomeOfGroup[g];
    const last = ranges[ranges.length - 1];
    if (last?.chromosomeIndex === chromosomeIndex) last.end = g + 1;
    else ranges.push({ chromosomeIndex, start: g, end: g + 1 });
  }
  return ranges;
}
