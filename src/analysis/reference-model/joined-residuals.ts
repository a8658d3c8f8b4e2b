import type { WindowGroups } from '../normalise/window-residuals.ts';

/** Residuals of the controls at one scale of windows. */
export interface ScaledResiduals {
  readonly groups: WindowGroups;
  /** A row a control, a column a group of windows. */
  readonly rows: readonly Float64Array[];
  /** How much the scale counts beside the others. */
  readonly weight: number;
}

/** Groups of all scales side by side: what components are looked for in. */
export interface JoinedResiduals extends Pick<WindowGroups, 'count' | 'chromosomeOfGroup'> {
  /** Share of each group times the weight of its scale. */
  readonly share: Float64Array;
  /** Weighted, centred residuals, a row a control. */
  readonly rows: readonly Float32Array[];
}

/**
 * Puts the scales side by side, centred and weighted.
 *
 *   x_ig = sqrt(weight share_g) (residual_ig - mean over controls)
 *
 * Products of such rows weigh a wave the more the more scales are coarse enough to see it whole and
 * the less counting noise is left there. One set of components then holds short and long waves.
 *
 * Source: our own: ADR 0011. Shape: scales of the same controls in the same order. Unit: relative
 * deviation times the square root of weight and share.
 * Edge: a weight of 0 hides a scale.
 *
 * @example joinResiduals([{ groups, rows, weight: 4 }]).share[0] // 4 groups.share[0]
 */
export function joinResiduals(scales: readonly ScaledResiduals[]): JoinedResiduals {
  const share = joinArrays(
    scales.map(({ groups, weight }) => Array.from(groups.share, (value) => weight * value)),
  );
  const chromosomeOfGroup = Uint8Array.from(
    joinArrays(scales.map(({ groups }) => groups.chromosomeOfGroup)),
  );
  const means = joinArrays(scales.map(columnMeans));
  const rows = scales[0].rows.map((_, i) => {
    const row = joinArrays(scales.map((scale) => scale.rows[i]));
    return Float32Array.from(row, (value, g) => Math.sqrt(share[g]) * (value - means[g]));
  });
  return { count: share.length, chromosomeOfGroup, share, rows };
}

/** Mean of each column over the controls. */
export function columnMeans({ rows, groups }: ScaledResiduals): Float64Array {
  const means = new Float64Array(groups.count);
  for (const row of rows) {
    for (let g = 0; g < groups.count; g++) means[g] += row[g] / rows.length;
  }
  return means;
}

function joinArrays(parts: readonly ArrayLike<number>[]): Float64Array {
  const joined = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    joined.set(part, place);
    place += part.length;
  }
  return joined;
}
