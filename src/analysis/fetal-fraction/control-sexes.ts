import { median } from '../statistics/median.ts';
import type { Estimate } from './profile-model.ts';

export type ControlSex = 'female' | 'male' | null;

/** Distance of the two groups over the spread of the lower one that a real gap has at least. */
const separationMin = 5;
/** Spread of girls over counting noise beyond which the lower group is none. */
const spreadOverCountingMax = 5;
/** Between these, in spreads of the girls above their median, nobody knows. */
const femaleMax = 4;
const maleMin = 6;

/**
 * Fetal sex of each control from the fraction that X and Y show, where two groups stand clearly
 * apart.
 *
 *   two-means split; girls = the lower group, spread = 1.4826 median |value - median| of it
 *
 * Refuses to guess (all null) unless the groups are 5 spreads apart, the lower one is about as
 * tight as counting makes it, and both have members: a group of one sex is not split.
 *
 * Source: two-means, Lloyd 1982; robust spread 1.4826 median absolute deviation. Shape: one
 * estimate a control, around one level in girls and higher in boys. Unit: fetal fraction, 0–1.
 * Edge: null for controls between the groups.
 *
 * @example controlSexes([0, .005, -.005, .1, .12].map((value) => ({ value,
 *   standardDeviation: .01 }))) // three times 'female', twice 'male'
 */
export function controlSexes(estimates: readonly Estimate[]): ControlSex[] {
  const values = estimates.map(({ value }) => value);
  const unknown = values.map(() => null);
  const cut = twoMeansCut(values);
  const low = values.filter((value) => value <= cut);
  const high = values.filter((value) => value > cut);
  if (low.length < 2 || high.length < 2) return unknown;
  const centre = median(low);
  const counting = median(estimates.map(({ standardDeviation }) => standardDeviation));
  const scatter = 1.4826 * median(low.map((value) => Math.abs(value - centre)));
  const spread = Math.max(scatter, counting);
  if (median(high) - centre < separationMin * spread) return unknown;
  if (scatter > spreadOverCountingMax * counting) return unknown;
  return values.map((value) => {
    const distance = (value - centre) / spread;
    if (distance <= femaleMax) return 'female';
    return distance >= maleMin ? 'male' : null;
  });
}

function twoMeansCut(shares: readonly number[]): number {
  let low = Math.min(...shares);
  let high = Math.max(...shares);
  for (let round = 0; round < 50; round++) {
    const cut = (low + high) / 2;
    const below = shares.filter((share) => share <= cut);
    const above = shares.filter((share) => share > cut);
    if (below.length === 0 || above.length === 0) return cut;
    const means = [meanOf(below), meanOf(above)];
    if (means[0] === low && means[1] === high) return cut;
    [low, high] = means;
  }
  return (low + high) / 2;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
