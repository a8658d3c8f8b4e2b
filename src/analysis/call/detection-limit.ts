/** z at and above which a sample is called. */
export const zCut = 3;
/** z that a standard normal value exceeds once in twenty. */
const zOfOneInTwenty = 1.645;

/**
 * Fetal fraction of which a full trisomy is missed once in twenty at a cut of z = 3.
 *
 *   2 (3 + 1.645) cv
 *
 * Source: a full trisomy shifts the chromosome by fetal fraction / 2, so E[z] = FF / (2 cv); cut 3,
 * power 95 %. Shape: scalar. Unit: cv relative 0–1 in, fetal fraction 0–1 out.
 * Edge: NaN unless cv is above 0.
 *
 * @example detectionLimit(0.004) // 0.03716
 */
export function detectionLimit(cv: number): number {
  return cv > 0 ? 2 * (zCut + zOfOneInTwenty) * cv : Number.NaN;
}
