/** A slope with its standard error. */
export interface CalibrationSlope {
  readonly slope: number;
  readonly error: number;
}

/** Ratios of more than this either way are left out. */
const ratioMax = 20;
const roundsMax = 100;
const settled = 1e-10;
/** More than this a round may not move: groups that hardly overlap send the slope far. */
const stepMax = 1;

/**
 * Slope of the true log odds on the stated log likelihood ratio, by logistic regression.
 *
 *   logit P(affected) = a + b ln(ratio);  b = 1 where the stated ratios are the true ones, below 1
 *   where they boast; error(b) from the inverse of the information
 *
 * The intercept takes up how many of each were drawn. Both groups must have the same distribution
 * of fetal fractions, and low ones, so that they overlap: even ones from 0 to where ratios leave
 * the range, as a ratio believes before it sees the estimate. Between narrower limits (0.5–3 %,
 * where estimates err by 0.5 points) the limits tell more of the fraction than its estimate does,
 * and the slope of the very best analysis is 1.1 to 1.2.
 *
 * Only ratios of 1/20 to 20 count: what is true of all ratios is true of those, and beyond them
 * stands the floor that the mosaic alternative gives every ratio, of which no simulated trisomy
 * makes use.
 *
 * Source: calibration slope, Cox 1958, Biometrika 45:562. Shape: ratios of both groups, NaN ones
 * left out. Edge: NaN with fewer than 20 of either.
 *
 * @example calibrationSlope(unaffectedRatios, affectedRatios) // { slope: 0.97, error: 0.04 }
 */
export function calibrationSlope(
  unaffected: readonly number[],
  affected: readonly number[],
): CalibrationSlope {
  const limit = Math.log(ratioMax);
  const known = (ratios: readonly number[]) =>
    ratios.map(Math.log).filter((logarithm) => Math.abs(logarithm) <= limit);
  const groups = [known(unaffected), known(affected)];
  if (groups.some((group) => group.length < 20)) return { slope: Number.NaN, error: Number.NaN };
  const points = groups.flatMap((group, y) => group.map((x) => ({ x, y })));
  let [a, b] = [Math.log(groups[1].length / groups[0].length), 0];
  let error = Number.POSITIVE_INFINITY;
  for (let round = 0; round < roundsMax; round++) {
    const { ga, gb, aa, ab, bb } = derivatives(points, a, b);
    const determinant = aa * bb - ab * ab;
    const step = [(bb * ga - ab * gb) / determinant, (aa * gb - ab * ga) / determinant];
    const length = Math.max(Math.abs(step[0]), Math.abs(step[1]));
    const shrink = Math.min(1, stepMax / length);
    a += shrink * step[0];
    b += shrink * step[1];
    error = Math.sqrt(aa / determinant);
    if (length < settled) break;
  }
  return { slope: b, error };
}

/** First and second derivatives of the log likelihood. */
function derivatives(points: readonly { x: number; y: number }[], a: number, b: number) {
  let [ga, gb, aa, ab, bb] = [0, 0, 1e-12, 0, 1e-12];
  for (const { x, y } of points) {
    const p = 1 / (1 + Math.exp(-(a + b * x)));
    const weight = p * (1 - p);
    ga += y - p;
    gb += (y - p) * x;
    aa += weight;
    ab += weight * x;
    bb += weight * x * x;
  }
  return { ga, gb, aa, ab, bb };
}
