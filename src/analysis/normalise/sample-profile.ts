import type { AssemblyName } from '../genome/assembly.ts';
import { autosomeCount } from '../genome/chromosome.ts';
import { seededUniform } from '../statistics/seeded-uniform.ts';
import type { ExpectedProfile } from './expected-profile.ts';
import { normaliseSample } from './normalise-sample.ts';

/** A sample's autosomes bin by bin, as they are drawn: whole numbers, `steps` to one. */
export interface SampleProfile {
  readonly assembly: AssemblyName;
  readonly binSizeBases: number;
  /** First bin of 1–22, and the number of bins in all. */
  readonly chromosomeStarts: readonly number[];
  /** Reads over what is expected at this depth and GC. */
  readonly corrected: Uint16Array;
  /** Reads over those of a mean bin: before any correction. */
  readonly uncorrected: Uint16Array;
  /** GC fraction of the bin. */
  readonly gc: Uint16Array;
}

/** A ratio of 1 is so many steps. */
const profileSteps = 10_000;
/** Stands where a bin is masked. */
const profileMasked = 65_535;

/**
 * Every autosomal bin's reads beside what is expected of it, for the eye. X and Y are left out, and
 * nothing here is scaled by them: depth counts autosomes only.
 *
 *   corrected_b = r_b / expectedReads_b;  uncorrected_b = r_b / mean(reads of used bins)
 *   r_b = max(0, reads_b + u_b), u_b even between −1/2 and 1/2
 *
 * Why u: ratios of whole reads lie on a grid whose step gives the reads in all bins away; less than
 * all counted reads by X and Y, they would tell the fetal sex. u follows from the reads themselves,
 * which nobody knows who sees the profile, and so is the same at every look.
 *
 * Source: our own. Shape: reads per bin of the profile's grid in, one whole number per autosomal
 * bin out. Unit: 1/10 000; 65 534 (6.55) stands for all above.
 * Edge: 65 535 for masked bins, and for all without reads.
 *
 * @example sampleProfile(reads, profile).corrected[0]
 *   // 15000, where a bin has 1.5 times the reads its GC lets expect
 */
export function sampleProfile(
  reads: Uint32Array | Float64Array,
  profile: ExpectedProfile,
): SampleProfile {
  const { grid, expected, gc } = profile;
  const { expectedReads } = normaliseSample(reads, profile);
  const chromosomeStarts = [...grid.chromosomeStarts.subarray(0, autosomeCount + 1)];
  const binCount = chromosomeStarts[autosomeCount];
  const mean = meanOfUsed(reads, expected.subarray(0, binCount));
  const answer = {
    corrected: new Uint16Array(binCount).fill(profileMasked),
    uncorrected: new Uint16Array(binCount).fill(profileMasked),
    gc: new Uint16Array(binCount).fill(profileMasked),
  };
  const blur = blurOf(reads.subarray(0, binCount));
  for (let bin = 0; bin < binCount; bin++) {
    if (!(expected[bin] > 0) || !(expectedReads[bin] > 0)) continue;
    const blurred = Math.max(0, reads[bin] + blur());
    answer.corrected[bin] = inSteps(blurred / expectedReads[bin]);
    answer.uncorrected[bin] = inSteps(blurred / mean);
    answer.gc[bin] = inSteps(gc[bin]);
  }
  const { assembly, binSizeBases } = grid;
  return { assembly, binSizeBases, chromosomeStarts, ...answer };
}

/** Even between −1/2 and 1/2, from two seeds: one alone could be guessed. */
function blurOf(reads: Uint32Array | Float64Array): () => number {
  let [first, second] = [17, 101];
  for (const value of reads) {
    first = (Math.imul(first, 31) + value) | 0;
    second = (Math.imul(second ^ value, 0x01000193) + 1) | 0;
  }
  const [one, other] = [seededUniform(first), seededUniform(second)];
  return () => ((one() + other()) % 1) - 0.5;
}

function inSteps(value: number): number {
  return Math.min(Math.round(value * profileSteps), profileMasked - 1);
}

function meanOfUsed(reads: Uint32Array | Float64Array, expected: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (let bin = 0; bin < expected.length; bin++) {
    if (!(expected[bin] > 0)) continue;
    sum += reads[bin];
    count++;
  }
  return sum / count;
}
