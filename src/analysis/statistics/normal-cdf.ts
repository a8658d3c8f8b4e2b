// Coefficients of Cody's rational approximations, highest power first where a scheme of Horner's
// runs over them; `inner` for |z| ≤ 0.67449, `middle` for |z| ≤ √32, `tail` beyond.
const innerTop = [
  0.065682337918207449113, 2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582,
  18154.981253343561249,
];
const innerBottom = [
  1, 47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956,
];
const middleTop = [
  1.0765576773720192317e-8, 0.39894151208813466764, 8.8831497943883759412, 93.506656132177855979,
  597.27027639480026226, 2494.5375852903726711, 6848.1904505362823326, 11602.651437647350124,
  9842.7148383839780218,
];
const middleBottom = [
  1, 22.266688044328115691, 235.38790178262499861, 1519.377599407554805, 6485.558298266760755,
  18615.571640885098091, 34900.952721145977266, 38912.003286093271411, 19685.429676859990727,
];
const tailTop = [
  0.02307344176494017303, 0.21589853405795699, 0.1274011611602473639, 0.022235277870649807,
  0.001421619193227893466, 2.9112874951168792e-5,
];
const tailBottom = [
  1, 1.28426009614491121, 0.468238212480865118, 0.0659881378689285515, 0.00378239633202758244,
  7.29751555083966205e-5,
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
