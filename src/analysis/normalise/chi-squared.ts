interface ChiSquaredOptions {
  /** Counts per bin of each control, already corrected for GC. */
  readonly controls: readonly Float64Array[];
  /** 1 = a bin that may be corrected and adds to a control's total. */
  readonly use: Uint8Array;
  /** Normal deviate of chi-squared above which a bin is too variable. */
  readonly cutoff?: number;
}

const cutoffDefault = 3.5;

/**
 * Factor per bin that damps bins which vary more between controls than counting explains.
 *
 *   O_ib = N_ib mean(T) / T_i;  E_b = mean_i(O_ib);  X_b = sum_i (E_b - O_ib)^2 / E_b
 *   factor_b = df / X_b where (X_b - df) / sqrt(2 df) > 3.5, else 1;  df = controls - 1
 *
 * The factors multiply the sample and every control alike, strand by strand.
 *
 * Source: chi-squared variation reduction, Johansson et al. 2017, Sci Rep 7:1838; the normal
 * approximation is that of Fisher 1922. Shape: one element per bin. Unit: none. Range: 0–1, above
 * 0. Edge: 1 for bins outside `use` and for bins without counts; 1 for all with fewer than two
 * controls, or where a control has no counts.
 *
 * @example chiSquaredFactors({ controls: [Float64Array.of(100, 40, 60), Float64Array.of(100, 60,
 *   40)], use: Uint8Array.of(1, 1, 1) }) // [1, 1, 1]: X = [0, 4, 4], (4 - 1) / sqrt(2) = 2.1
 * @example chiSquaredFactors({ controls: [Float64Array.of(100, 20, 80), Float64Array.of(100, 80,
 *   20)], use: Uint8Array.of(1, 1, 1) }) // [1, 1 / 36, 1 / 36]: X = [0, 36, 36]
 */
export function chiSquaredFactors(options: ChiSquaredOptions): Float64Array {
  const { controls, use, cutoff = cutoffDefault } = options;
  const factors = new Float64Array(use.length).fill(1);
  const totals = controls.map((counts) => totalOf(counts, use));
  const meanTotal = totals.reduce((sum, total) => sum + total, 0) / totals.length;
  const degrees = controls.length - 1;
  if (degrees < 1 || totals.some((total) => !(total > 0))) return factors;
  const scales = totals.map((total) => meanTotal / total);
  for (let bin = 0; bin < use.length; bin++) {
    if (use[bin] !== 1) continue;
    const chiSquared = chiSquaredOf(controls, scales, bin);
    if ((chiSquared - degrees) / Math.sqrt(2 * degrees) > cutoff) {
      factors[bin] = degrees / chiSquared;
    }
  }
  return factors;
}

function totalOf(counts: Float64Array, use: Uint8Array): number {
  let total = 0;
  for (let bin = 0; bin < use.length; bin++) if (use[bin] === 1) total += counts[bin];
  return total;
}

/** NaN, which is above no cutoff, where the bin has no counts. */
function chiSquaredOf(
  controls: readonly Float64Array[],
  scales: readonly number[],
  bin: number,
): number {
  let sum = 0;
  for (let i = 0; i < controls.length; i++) sum += controls[i][bin] * scales[i];
  const mean = sum / controls.length;
  let squares = 0;
  for (let i = 0; i < controls.length; i++) squares += (mean - controls[i][bin] * scales[i]) ** 2;
  return squares / mean;
}
