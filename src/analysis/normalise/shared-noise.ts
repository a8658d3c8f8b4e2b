import { isInFamily } from './noise-families.ts';
import type { WindowGroups } from './window-residuals.ts';

/** The patterns of noise a control group shares, one set of components per family. */
export interface SharedNoise {
  /** Windows per group: 1, or what an older model joined them by. */
  readonly scale: number;
  readonly componentCount: number;
  /** Mean residual of the control group per group of windows. */
  readonly groupMean: Float64Array;
  /** Unit vectors, [family][component][group], zero on groups outside the family. */
  readonly loadings: Float32Array;
}

/**
 * How strongly each shared pattern of noise is present in a sample.
 *
 *   x_g = sqrt(share_g) (residual_g - groupMean_g - level),  level = share-weighted mean in the
 *     family
 *   score_k = sum over g of loading_kg x_g
 *
 * Source: principal components of read depth, Zhao et al. 2015, Clin Chem 61:608. Shape: residuals
 * of the groups in, `componentCount` scores out. Unit: relative root-mean-square of the pattern.
 * Edge: groups outside the family add nothing.
 *
 * @example sharedNoiseScores({ residuals: Float64Array.of(0.03, 0.01, 0.02), family: 0 }, groups,
 *   noise)
 *   // [0.005]: shares 1/4, 1/4, 1/2, so level 0.02; loading [1, 0, 0]
 */
export function sharedNoiseScores(
  sample: { readonly residuals: Float64Array; readonly family: number },
  groups: WindowGroups,
  noise: SharedNoise,
): Float64Array {
  const { residuals, family } = sample;
  const { componentCount, groupMean, loadings } = noise;
  const level = familyLevel(sample, groups, groupMean);
  const scores = new Float64Array(componentCount);
  for (let k = 0; k < componentCount; k++) {
    const base = (family * componentCount + k) * groups.count;
    for (let g = 0; g < groups.count; g++) {
      const loading = loadings[base + g];
      if (loading === 0) continue;
      scores[k] += loading * Math.sqrt(groups.share[g]) * (residuals[g] - groupMean[g] - level);
    }
  }
  return scores;
}

function familyLevel(
  { residuals, family }: { residuals: Float64Array; family: number },
  groups: WindowGroups,
  groupMean: Float64Array,
): number {
  let sum = 0;
  let shares = 0;
  for (let g = 0; g < groups.count; g++) {
    if (!isInFamily(family, groups.chromosomeOfGroup[g])) continue;
    sum += groups.share[g] * (residuals[g] - groupMean[g]);
    shares += groups.share[g];
  }
  return sum / shares;
}
