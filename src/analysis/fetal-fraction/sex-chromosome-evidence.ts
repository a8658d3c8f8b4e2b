import { binRange } from '../genome/bin-grid.ts';
import type { ExpectedProfile } from '../normalise/expected-profile.ts';

/** Index of X and Y among the chromosomes. */
export const xIndex = 22;
export const yIndex = 23;

/** Pseudoautosomal ends of X, where a boy has two copies: bases from its start and its end. */
const pseudoautosomalStart = 2_800_000;
const pseudoautosomalEnd = 400_000;

/** Reads on X and Y with the reads a bin of expectation 1 would have got. */
export interface SexChromosomeEvidence {
  readonly xReads: Float64Array;
  readonly xExposure: Float64Array;
  /** What the whole control group, girls and boys, has on X. */
  readonly xExpected: Float64Array;
  readonly yReads: Float64Array;
  readonly yExposure: Float64Array;
}

/**
 * Takes a sample's X and Y apart from the rest, bin by bin.
 *
 *   exposure_b = gcFactor_b * depth = expectedReads_b / expected_b, 0 for masked bins
 *
 * The pseudoautosomal ends of X are left out.
 *
 * Source: our own; pseudoautosomal regions by the Genome Reference Consortium. Shape: one element
 * per bin of X or Y. Unit: reads; exposure in reads.
 * Edge: exposure 0 for masked bins.
 *
 * @example sexChromosomeEvidence({ reads, expectedReads }, profile).xExposure
 *   // [0, 27500, …, 27500, 0]: 100 reads expected of each bin, whose share is 1 / 275
 */
export function sexChromosomeEvidence(
  sample: { readonly reads: Uint32Array | Float64Array; readonly expectedReads: Float64Array },
  profile: ExpectedProfile,
): SexChromosomeEvidence {
  const x = chromosomeEvidence(sample, profile, xIndex);
  const y = chromosomeEvidence(sample, profile, yIndex);
  const { binSizeBases } = profile.grid;
  const first = Math.ceil(pseudoautosomalStart / binSizeBases);
  const last = x.reads.length - Math.ceil(pseudoautosomalEnd / binSizeBases);
  x.exposure.fill(0, 0, first);
  x.exposure.fill(0, Math.max(first, last));
  return {
    xReads: x.reads,
    xExposure: x.exposure,
    xExpected: expectedOnX(profile),
    yReads: y.reads,
    yExposure: y.exposure,
  };
}

/** What the whole control group has on X, a view of the profile. */
export function expectedOnX({ grid, expected }: ExpectedProfile): Float64Array {
  const { start, end } = binRange(grid, xIndex);
  return expected.subarray(start, end);
}

function chromosomeEvidence(
  sample: { readonly reads: Uint32Array | Float64Array; readonly expectedReads: Float64Array },
  { grid, expected }: ExpectedProfile,
  chromosomeIndex: number,
): { reads: Float64Array; exposure: Float64Array } {
  const { start, end } = binRange(grid, chromosomeIndex);
  const reads = Float64Array.from(sample.reads.subarray(start, end));
  const exposure = new Float64Array(end - start);
  for (let bin = start; bin < end; bin++) {
    if (expected[bin] > 0) exposure[bin - start] = sample.expectedReads[bin] / expected[bin];
  }
  return { reads, exposure };
}
