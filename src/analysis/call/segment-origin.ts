import type { FetalFraction, Segment } from '../analysis-result.ts';

/** A mother's own change is some ten times what the fetal fraction makes; this is the least. */
const factor = 1.5;
/** Largest fetal fraction that is taken for possible where none could be estimated. */
const fetalFractionMax = 0.5;

/**
 * Whether a segment departs by more than one copy in the fetus could make of it.
 *
 *   |ratio - 1| - 1.96 se > 1.5 high / 2,  se = |ratio - 1| / |z|
 *
 * One copy more or less in the fetus alone moves a segment by half the fetal fraction, one in the
 * mother by about a half: what lies far above the first is the mother's, or both have it. The upper
 * end of the fetal fraction's interval and the segment's own error are both granted.
 *
 * Source: expected effect of fetal fraction, Chiu et al. 2008, PNAS 105:20458; factor 1.5 as for
 * whole chromosomes. Shape: one segment, one interval. Unit: ratio and fetal fraction 0–1.
 * Edge: without an estimate a fetal fraction of 0.5 is granted.
 *
 * @example isBeyondFetal({ ratio: 1.45, z: 40, … }, { estimate: 0.1, low: 0.08, high: 0.12 })
 *   // true: 0.45 - 0.02 > 0.09
 */
export function isBeyondFetal(
  { ratio, z }: Pick<Segment, 'ratio' | 'z'>,
  { high }: Pick<FetalFraction, 'high'>,
): boolean {
  const excess = Math.abs(ratio - 1);
  const least = excess * (1 - 1.96 / Math.abs(z));
  return least > (factor * (high ?? fetalFractionMax)) / 2;
}
