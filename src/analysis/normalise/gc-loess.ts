import { fitLoess } from '../statistics/loess.ts';
import { evaluateLoess } from '../statistics/loess-curve.ts';
import { median } from '../statistics/median.ts';

interface GcLoessOptions {
  /** Reads per bin. */
  readonly counts: Float64Array | Uint32Array;
  /** GC of each bin, as fraction or percent (the factors are the same); NaN if unknown. */
  readonly gc: Float64Array;
  /** 1 = fit and correct this bin. */
  readonly use: Uint8Array;
  /** Share of the bins in each local fit. */
  readonly span?: number;
}

/** Fits below this share of the median are no basis for a factor. */
const fittedShareMin = 0.01;

/**
 * Factor per bin that takes the bias of its GC content out of its count.
 *
 *   factor_b = median(counts) / loess(counts ~ gc)(gc_b), local quadratic, span 0.75
 *
 * Source: LOESS correction of NIPTeR (Johansson 2017), which follows Chen et al. 2011, PLoS ONE
 * 6:e21791.
 * Shape: arrays of one length, one element per bin. Unit: none. Range: above 0, at most 100.
 * Edge: bins with a count or GC of 0 or unknown GC do not shape the curve, as in NIPTeR. The factor
 * is 1 for bins outside `use` or without GC, where the fit falls under 1 % of the median, and for
 * all bins if none can be fitted.
 *
 * @example gcLoessFactors({ counts: Float64Array.of(5, 5, 5, 5),
 *   gc: Float64Array.of(.3, .4, .5, .6), use: Uint8Array.of(1, 1, 1, 0) }) // [~1, ~1, ~1, 1]
 */
export function gcLoessFactors({ counts, gc, use, span = 0.75 }: GcLoessOptions): Float64Array {
  const factors = new Float64Array(counts.length).fill(1);
  const x = new Float64Array(counts.length);
  const y = new Float64Array(counts.length);
  let fitted = 0;
  for (let i = 0; i < counts.length; i++) {
    if (use[i] !== 1 || !(gc[i] > 0 && counts[i] > 0)) continue;
    x[fitted] = gc[i];
    y[fitted] = counts[i];
    fitted += 1;
  }
  if (fitted === 0) return factors;
  const points = { x: x.subarray(0, fitted), y: y.subarray(0, fitted) };
  const curve = fitLoess({ ...points, span, degree: 2 });
  const centre = median(points.y);
  for (let i = 0; i < counts.length; i++) {
    if (use[i] !== 1 || !(gc[i] > 0)) continue;
    const expected = evaluateLoess(curve, gc[i]);
    if (expected > fittedShareMin * centre) factors[i] = centre / expected;
  }
  return factors;
}
