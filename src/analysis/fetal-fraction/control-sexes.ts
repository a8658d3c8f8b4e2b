import { median } from '../statistics/median.ts';

export type ControlSex = 'female' | 'male' | null;

/** Distance of the two groups over the spread of the lower one that a real gap has at least. */
const separationMin = 5;
/** Spread of girls over counting noise beyond which the lower group is none. */
const spreadOverCountingMax = 5;
/** Between these, in spreads of the girls above their median, nobody knows. */
const femaleMax = 4;
const maleMin = 7;

/**
 * Fetal sex of each control from its share of reads on chrY, where two groups stand clearly apart.
 *
 *   two-means split of the shares; girls = the lower group, spread = 1.4826 median |y - median|
 *
 * Refuses to guess (all null) unless the groups are 5 spreads apart, the lower one is about as tight as
 * counting makes it, and both have members.
 *
 * Shape: shares of chrY reads and their counting deviations, one a control. Edge: null in between.
 */
export function controlSexes(
  shares: readonly number[],
  countingDeviations: readonly number[],
): ControlSex[] {
  const unknown = shares.map(() => null);
  const cut = twoMeansCut(shares);
  const low = shares.filter((share) => share <= cut);
  const high = shares.filter((share) => share > cut);
  if (low.length < 2 || high.length < 2) return unknown;
  const centre = median(low);
  const counting = median(countingDeviations);
  const scatter = 1.4826 * median(low.map((share) => Math.abs(share - centre)));
  const spread = Math.max(scatter, counting);
  if (median(high) - centre < separationMin * spread) return unknown;
  if (scatter > spreadOverCountingMax * counting) return unknown;
  return shares.map((share) => {
    const distance = (share - centre) / spread;
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
