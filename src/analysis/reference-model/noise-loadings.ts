import type { GenomeWindows } from '../normalise/genome-windows.ts';
import { familyCount, isInFamily } from '../normalise/noise-families.ts';
import type { SharedNoise } from '../normalise/shared-noise.ts';
import type { WindowGroups } from '../normalise/window-residuals.ts';

/** Residuals of the controls at one scale of windows. */
export interface ScaledResiduals {
  readonly groups: WindowGroups;
  /** A row a control, a column a group of windows. */
  readonly rows: readonly Float64Array[];
}

/** Takes the mean of each column out and weighs it by the root of its share. */
export function centreColumns(scaled: ScaledResiduals): Float32Array[] {
  const { rows, groups } = scaled;
  const means = columnMeans(scaled);
  return rows.map((row) =>
    Float32Array.from(row, (value, g) => Math.sqrt(groups.share[g]) * (value - means[g])),
  );
}

function columnMeans({ rows, groups }: ScaledResiduals): Float64Array {
  const means = new Float64Array(groups.count);
  for (const row of rows) {
    for (let g = 0; g < groups.count; g++) means[g] += row[g] / rows.length;
  }
  return means;
}

interface NoiseScale {
  readonly groups: WindowGroups;
  /** Weighted, centred residuals, a row a control. */
  readonly centred: readonly Float32Array[];
  /** Scores [family][control][component]. */
  readonly scores: readonly (readonly Float64Array[])[];
}

/**
 * The components of all scales as weights on single windows.
 *
 *   loading_kw = loading_kg sqrt(share_w / share_g), g the group of window w at the scale of k
 *
 * which gives the same score from windows as the scale's own loading from its groups, and unit
 * length again.
 */
export function noiseLoadings(task: {
  readonly windows: GenomeWindows;
  /** Single windows and what the controls have there. */
  readonly finest: ScaledResiduals;
  readonly scales: readonly NoiseScale[];
  readonly componentCount: number;
}): SharedNoise {
  const { windows, scales, componentCount } = task;
  const finest = task.finest.groups;
  const width = scales.length * componentCount;
  const loadings = new Float32Array(familyCount * width * finest.count);
  scales.forEach((scale, s) => {
    for (let family = 0; family < familyCount; family++) {
      const levels = scale.centred.map((row) => levelOf(row, scale.groups, family));
      for (let k = 0; k < componentCount; k++) {
        const loading = componentOf(scale, { family, k, levels });
        const base = (family * width + s * componentCount + k) * finest.count;
        for (let w = 0; w < windows.count; w++) {
          const place = finest.groupOfWindow[w];
          const group = scale.groups.groupOfWindow[w];
          if (place < 0 || group < 0) continue;
          const share = finest.share[place] / scale.groups.share[group];
          loadings[base + place] = loading[group] * Math.sqrt(share);
        }
      }
    }
  });
  return { scale: 1, componentCount: width, groupMean: columnMeans(task.finest), loadings };
}

/**
 * Component k of a family at its scale: X' u_k / sqrt(eigenvalue_k) = X' score_k / eigenvalue_k.
 */
function componentOf(
  { groups, centred, scores }: NoiseScale,
  place: { readonly family: number; readonly k: number; readonly levels: readonly number[] },
): Float64Array {
  const { family, k, levels } = place;
  const loading = new Float64Array(groups.count);
  const eigenvalue = scores[family].reduce((sum, score) => sum + score[k] ** 2, 0);
  if (!(eigenvalue > 0)) return loading;
  for (let g = 0; g < groups.count; g++) {
    if (!isInFamily(family, groups.chromosomeOfGroup[g])) continue;
    const root = Math.sqrt(groups.share[g]);
    let sum = 0;
    for (let i = 0; i < levels.length; i++) {
      sum += (centred[i][g] - root * levels[i]) * scores[family][i][k];
    }
    loading[g] = sum / eigenvalue;
  }
  return loading;
}

function levelOf(row: Float32Array, groups: WindowGroups, family: number): number {
  let sum = 0;
  let shares = 0;
  for (let g = 0; g < groups.count; g++) {
    if (!isInFamily(family, groups.chromosomeOfGroup[g])) continue;
    sum += Math.sqrt(groups.share[g]) * row[g];
    shares += groups.share[g];
  }
  return sum / shares;
}
