// Coefficients of Cody's rational approximations, highest power first where a scheme of Horner's
// runs over them; `inner` for |z| ≤ 0.67449, `middle` for |z| ≤ √32, `tail` beyond.
const innerTop = [
  0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709,
  18154.98125334356,
];
const innerBottom = [
  1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673,
];
const middleTop = [
  1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785,
  597.2702763948002, 2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978,
];
const middleBottom = [
  1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761,
  18615.571640885097, 34900.95272114598, 38912.00328609327, 19685.429676859992,
];
const tailTop = [
  0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807,
  0.0014216191932278934, 0.000029112874951168793,
];
const tailBottom = [
  1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824,
  0.00007297515550839662,
];
const oneOverRootTwoPi = 0.3989422804014327;
const logarithmOfRootTwoPi = 0.9189385332046728;

/**
 * Probability that a standard normal value lies below z.
 *
 * Rational approximations in three ranges; in the tails exp(-z^2 / 2) is split so that the relative
 * error stays near 1e-15 down to the smallest double.
 *
 * Source: Cody 1969, Math Comp 23:631. Shape: scalar. Range: 0–1.
 * Edge: 0 and 1 at the infinities, NaN at NaN.
 *
 * @example normalCdf(1.96) // 0.9750021048517795
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  const distance = Math.abs(z);
  if (distance <= 0.67448975) {
    const square = z * z;
    return 0.5 + (z * horner(innerTop, square)) / horner(innerBottom, square);
  }
  const tail = upperTail(distance);
  return z < 0 ? tail : 1 - tail;
}

/**
 * Natural logarithm of `normalCdf`, also where the probability itself is too small for a double.
 *
 *   z < -30:  -z^2/2 - log(-z sqrt(2 pi)) + log(1 - 1/z^2 + 3/z^4 - 15/z^6)
 *
 * Source: Abramowitz and Stegun 1964, 26.2.12. Shape: scalar. Range: at most 0.
 * Edge: -Infinity at -Infinity, NaN at NaN.
 *
 * @example normalCdfLogarithm(-40) // -804.6084420137538
 */
export function normalCdfLogarithm(z: number): number {
  if (z >= -30) return z > 0 ? Math.log1p(-normalCdf(-z)) : Math.log(normalCdf(z));
  if (z === Number.NEGATIVE_INFINITY) return z;
  const inverse = 1 / (z * z);
  const series = -inverse * (1 - inverse * (3 - 15 * inverse));
  return -0.5 * z * z - Math.log(-z) - logarithmOfRootTwoPi + Math.log1p(series);
}

function upperTail(distance: number): number {
  if (distance > 38.6) return 0;
  // exp(-d²/2) in two factors: the first is exact in its argument, the second is close to 1.
  const cut = Math.trunc(distance * 16) / 16;
  const rest = (distance - cut) * (distance + cut);
  const scale = Math.exp(-0.5 * cut * cut) * Math.exp(-0.5 * rest);
  if (distance <= 5.656854249492381) {
    return (scale * horner(middleTop, distance)) / horner(middleBottom, distance);
  }
  const inverse = 1 / (distance * distance);
  const correction = (inverse * horner(tailTop, inverse)) / horner(tailBottom, inverse);
  return (scale * (oneOverRootTwoPi - correction)) / distance;
}

function horner(coefficients: readonly number[], x: number): number {
  let value = coefficients[0];
  for (let i = 1; i < coefficients.length; i++) value = value * x + coefficients[i];
  return value;
}
