import type { Estimate } from './profile-model.ts';

/** What chrY holds in girls and what it gains with a boy's fetal fraction. */
export interface ChrYModel {
  /** Reads per exposure in pregnancies with a girl, per bin; strays from elsewhere. */
  readonly background: Float64Array;
  /** Reads per exposure and unit of fetal fraction in boys, per bin; 0 = bin not used. */
  readonly slope: Float64Array;
  /** Relative variance of the background from sample to sample. */
  readonly strayVariance: number;
}

/** Fetal fraction at which the bins' weights are set; any near the usual serves. */
const weightFraction = 0.08;
/** A bin where no girl had a stray read may have one: over the slope, for the variance only. */
const strayMin = 1e-3;

/**
 * Fetal fraction from chrY, with the sample's own amount of stray reads.
 *
 *   reads_b = exposure_b (stray background_b + fraction slope_b), weighted least squares over the
 *     bins,
 *   weight_b = 1 / (exposure_b (background_b + 0.08 slope_b)), stray ~ 1 ± sqrt(strayVariance)
 *   variance: that of the solution under Poisson reads at the fraction found, strays of at least
 *     0.001 slope_b, and of the strays' own amount
 *
 * Fitting strays and fetus together uses that strays fall where chrY resembles other chromosomes.
 *
 * Source: Chiu et al. 2011, BMJ 342:c7401 (fraction by chrY), with the background fitted.
 * Shape: one element per bin of Y. Unit: 0–1, around 0 in girls.
 * Edge: null without usable bins.
 *
 * @example fetalFractionChrY({ yReads: Float64Array.of(30), yExposure: Float64Array.of(1000) },
 *   { background: Float64Array.of(.01), slope: Float64Array.of(.2), strayVariance: .0025 })?.value
 *   // 0.1
 */
export function fetalFractionChrY(
  sample: { readonly yReads: Float64Array; readonly yExposure: Float64Array },
  { background, slope, strayVariance }: ChrYModel,
): Estimate | null {
  let ss = 1 / strayVariance;
  let sf = 0;
  let ff = 0;
  let sy = 1 / strayVariance;
  let fy = 0;
  for (let b = 0; b < slope.length; b++) {
    const exposure = sample.yExposure[b];
    if (!(slope[b] > 0 && exposure > 0)) continue;
    const weight = 1 / (exposure * (background[b] + weightFraction * slope[b]));
    const stray = exposure * background[b];
    const fetal = exposure * slope[b];
    ss += weight * stray * stray;
    sf += weight * stray * fetal;
    ff += weight * fetal * fetal;
    sy += weight * stray * sample.yReads[b];
    fy += weight * fetal * sample.yReads[b];
  }
  const determinant = ss * ff - sf * sf;
  if (!(determinant > 0)) return null;
  const value = (ss * fy - sf * sy) / determinant;
  // The stray reads' own deviation enters by way of their prior.
  let variance = (sf * sf) / strayVariance;
  for (let b = 0; b < slope.length; b++) {
    const exposure = sample.yExposure[b];
    if (!(slope[b] > 0 && exposure > 0)) continue;
    const weight = 1 / (background[b] + weightFraction * slope[b]);
    const influence = weight * (ss * slope[b] - sf * background[b]);
    const strays = Math.max(background[b], strayMin * slope[b]);
    variance += influence ** 2 * exposure * (strays + Math.max(0, value) * slope[b]);
  }
  return { value, standardDeviation: Math.sqrt(variance) / determinant };
}
