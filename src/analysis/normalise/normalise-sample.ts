import { binRange } from '../genome/bin-grid.ts';
import { autosomeCount } from '../genome/chromosome.ts';
import { median } from '../statistics/median.ts';
import type { ExpectedProfile } from './expected-profile.ts';
import { gcExpectationFactors } from './gc-expectation-curve.ts';
import { isReferenceAutosome } from './genome-windows.ts';

/** A sample beside what its control group, its depth and its GC curve let expect. */
export interface NormalisedSample {
  /** Reads in used bins of the reference autosomes (not 13, 18, 21). */
  readonly depth: number;
  /** Expected reads per bin: share * GC factor * depth; 0 for masked bins. */
  readonly expectedReads: Float64Array;
  /** Reads and expected reads of each window of the profile. */
  readonly windowReads: Float64Array;
  readonly windowExpected: Float64Array;
  /** Reads and expected reads of each autosome, without windows that stand out within it. */
  readonly chromosomeReads: Float64Array;
  readonly chromosomeExpected: Float64Array;
}

/**
 * A window this far from its chromosome's median is a maternal variant or a fault, not the fetus.
 */
const outlierLimit = 5;
/** Scatter of a 1 Mb window beyond counting, relative; measured at up to 1.2 %. */
const windowScatter = 0.02;

/**
 * Reads beside expected reads, by bin, window and autosome.
 *
 *   expectedReads_b = share_b * gcFactor_b * depth
 *
 * Ratios of sums, reads over expected reads, weigh every read alike and so lose nothing to counting
 * noise, unlike sums of corrected counts. A window more than 5 standard deviations from the median
 * of its own chromosome is left out of that chromosome: a trisomy lifts all windows, a maternal
 * duplication few.
 *
 * Source: our own. Shape: reads per bin of the profile's grid. Unit: reads.
 * Edge: without reads every ratio is 0 / 0; callers check.
 *
 * @example normaliseSample(reads, profile).chromosomeExpected[20]
 *   // 2000, where chromosome 21 has 2100 reads: 5 % more than its GC lets expect, and nothing else
 *   // stands out
 */
export function normaliseSample(
  reads: Uint32Array | Float64Array,
  profile: ExpectedProfile,
): NormalisedSample {
  const { grid, expected, windows } = profile;
  const expectedReads = gcExpectationFactors(reads, profile);
  const depth = readDepth(reads, profile);
  const windowReads = new Float64Array(windows.count);
  const windowExpected = new Float64Array(windows.count);
  for (let bin = 0; bin < grid.binCount; bin++) {
    expectedReads[bin] *= expected[bin] * depth;
    const window = windows.windowOfBin[bin];
    if (window < 0) continue;
    windowReads[window] += reads[bin];
    windowExpected[window] += expectedReads[bin];
  }
  const sums = chromosomeSums({ windowReads, windowExpected }, windows.chromosomeOfWindow);
  return { depth, expectedReads, windowReads, windowExpected, ...sums };
}

/** Reads in used bins of the reference autosomes. */
export function readDepth(
  reads: Uint32Array | Float64Array,
  { grid, expected }: ExpectedProfile,
): number {
  let depth = 0;
  for (let c = 0; c < autosomeCount; c++) {
    if (!isReferenceAutosome(c)) continue;
    const { start, end } = binRange(grid, c);
    for (let bin = start; bin < end; bin++) if (expected[bin] > 0) depth += reads[bin];
  }
  return depth;
}

interface WindowSums {
  readonly windowReads: Float64Array;
  readonly windowExpected: Float64Array;
}

function chromosomeSums(
  { windowReads, windowExpected }: WindowSums,
  chromosomeOfWindow: Uint8Array,
): { chromosomeReads: Float64Array; chromosomeExpected: Float64Array } {
  const chromosomeReads = new Float64Array(autosomeCount);
  const chromosomeExpected = new Float64Array(autosomeCount);
  for (let start = 0; start < chromosomeOfWindow.length; ) {
    const c = chromosomeOfWindow[start];
    let end = start;
    while (end < chromosomeOfWindow.length && chromosomeOfWindow[end] === c) end++;
    const ratios = windowReads
      .slice(start, end)
      .map((value, i) => value / windowExpected[start + i]);
    const centre = median(ratios);
    for (let window = start; window < end; window++) {
      const variance = (centre + 1 / windowExpected[window]) / windowExpected[window];
      const deviation = Math.sqrt(variance + windowScatter ** 2);
      if (Math.abs(ratios[window - start] - centre) > outlierLimit * deviation) continue;
      chromosomeReads[c] += windowReads[window];
      chromosomeExpected[c] += windowExpected[window];
    }
    start = end;
  }
  return { chromosomeReads, chromosomeExpected };
}
