import type { Estimate } from './profile-model.ts';

/**
 * Several estimates of one quantity, weighted by how sure each is.
 *
 *   value = sum(value_i / variance_i) / sum(1 / variance_i);  variance = 1 / sum(1 / variance_i)
 *
 * Source: inverse-variance weighting, Cochran 1954, Biometrics 10:101. Shape: a list; nulls are
 * passed over. Unit: that of the estimates.
 * Edge: null without an estimate.
 *
 * @example combineEstimates([{ value: 0.1, standardDeviation: 0.01 }, { value: 0.12,
 *   standardDeviation: 0.01 }]) // { value: 0.11, standardDeviation: ~0.00707 }
 */
export function combineEstimates(estimates: readonly (Estimate | null)[]): Estimate | null {
  let weights = 0;
  let weighted = 0;
  for (const estimate of estimates) {
    if (estimate === null) continue;
    const weight = 1 / estimate.standardDeviation ** 2;
    weights += weight;
    weighted += weight * estimate.value;
  }
  if (!(weights > 0)) return null;
  return { value: weighted / weights, standardDeviation: Math.sqrt(1 / weights) };
}
