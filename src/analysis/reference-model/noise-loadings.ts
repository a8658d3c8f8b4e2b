import type { GenomeWindows } from '../normalise/genome-windows.ts';
import { familyCount, isInFamily } from '../normalise/noise-families.ts';
import type { SharedNoise } from '../normalise/shared-noise.ts';
import { columnMeans, type JoinedResiduals, type ScaledResiduals } from './joined-residuals.ts';

/**
 * The components as weights on single windows.
 *
 *   loading_kw = sum over scales of loading_kg sqrt(weight share_w / share_g)
 *
 * g being the group of window w at that scale. Windows then give the same score as the groups of
 * all scales give with the joined loading.
 *
 * Source: X' u / sqrt(eigenvalue), the singular vectors of the joined rows. Shape: scores
 * [family][control][component] in, [family][component][window] out. Unit: none; unit vectors on the
 * joined groups.
 * Edge: 0 for a component without variation and outside the family.
 *
 * @example noiseLoadings(task).loadings
 *   // [0.707, -0.707, …]: two controls with (0.01, -0.01) and (-0.01, 0.01) in two windows of
 *   // share 1/2
 */
export function noiseLoadings(task: {
  readonly windows: GenomeWindows;
  /** Single windows and what the controls have there. */
  readonly finest: ScaledResiduals;
  readonly scales: readonly ScaledResiduals[];
  readonly joined: JoinedResiduals;
  /** Scores [family][control][component]. */
  readonly scores: readonly (readonly Float64Array[])[];
  readonly componentCount: number;
}): SharedNoise {
  const { joined, scores, componentCount } = task;
  const { count } = task.finest.groups;
  const loadings = new Float32Array(familyCount * componentCount * count);
  for (let family = 0; family < familyCount; family++) {
    const levels = joined.rows.map((row) => levelOf(row, joined, family));
    for (let k = 0; k < componentCount; k++) {
      const component = { family, levels, scores: scores[family].map((row) => row[k]) };
      const loading = spreadOverWindows(componentOf(joined, component), task);
      loadings.set(loading, (family * componentCount + k) * count);
    }
  }
  return { scale: 1, componentCount, groupMean: columnMeans(task.finest), loadings };
}

/** From groups of all scales, one scale after the other, to windows. */
function spreadOverWindows(
  loading: Float64Array,
  { windows, finest, scales }: Parameters<typeof noiseLoadings>[0],
): Float64Array {
  const spread = new Float64Array(finest.groups.count);
  let first = 0;
  for (const { groups, weight } of scales) {
    for (let w = 0; w < windows.count; w++) {
      const place = finest.groups.groupOfWindow[w];
      const group = groups.groupOfWindow[w];
      if (place < 0 || group < 0) continue;
      const share = finest.groups.share[place] / groups.share[group];
      spread[place] += loading[first + group] * Math.sqrt(weight * share);
    }
    first += groups.count;
  }
  return spread;
}

/** A component of a family: X' u / sqrt(eigenvalue) = X' scores / eigenvalue. */
function componentOf(
  { rows, chromosomeOfGroup, share, count }: JoinedResiduals,
  component: {
    readonly family: number;
    readonly levels: readonly number[];
    readonly scores: readonly number[];
  },
): Float64Array {
  const { family, levels, scores } = component;
  const loading = new Float64Array(count);
  const eigenvalue = scores.reduce((sum, score) => sum + score ** 2, 0);
  if (!(eigenvalue > 0)) return loading;
  for (let g = 0; g < count; g++) {
    if (!isInFamily(family, chromosomeOfGroup[g])) continue;
    const root = Math.sqrt(share[g]);
    let sum = 0;
    for (let i = 0; i < levels.length; i++) sum += (rows[i][g] - root * levels[i]) * scores[i];
    loading[g] = sum / eigenvalue;
  }
  return loading;
}

function levelOf(row: Float32Array, joined: JoinedResiduals, family: number): number {
  const { share, chromosomeOfGroup, count } = joined;
  let sum = 0;
  let shares = 0;
  for (let g = 0; g < count; g++) {
    if (!isInFamily(family, chromosomeOfGroup[g])) continue;
    sum += Math.sqrt(share[g]) * row[g];
    shares += share[g];
  }
  return sum / shares;
}
