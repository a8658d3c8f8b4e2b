import { autosomeCount } from '../genome/chromosome.ts';
import { isReferenceAutosome } from '../normalise/genome-windows.ts';

interface ChromosomeSums {
  readonly chromosomeReads: Float64Array;
  readonly chromosomeExpected: Float64Array;
}

/** An autosome against the rest, and how far counting alone lets the two stray. */
export interface ChromosomeExcess {
  readonly logRatio: number;
  /** Variance of `logRatio` from counting noise. */
  readonly countingVariance: number;
}

/**
 * How much more of a chromosome a sample has than expected, against the other reference autosomes.
 *
 *   logRatio = ln(N_c / E_c) - ln(N_rest / E_rest), rest = autosomes without c, 13, 18 and 21
 *   countingVariance = 1 / N_c + 1 / N_rest
 *
 * The rest never holds the chromosome under test: shares of a whole that contains it sum to one and
 * would leak the signal into its own expectation.
 *
 * Source: Poisson counts, delta method. Shape: 22 sums in, one chromosome out. Unit: natural log.
 * Edge: null if the chromosome or the rest has no reads or no expectation.
 *
 * @example chromosomeExcess(sums, 20)?.logRatio // ~0.05 for a trisomy 21 at fetal fraction 0.1
 */
export function chromosomeExcess(
  sums: ChromosomeSums,
  chromosomeIndex: number,
): ChromosomeExcess | null {
  const { chromosomeReads, chromosomeExpected } = sums;
  let restReads = 0;
  let restExpected = 0;
  for (let c = 0; c < autosomeCount; c++) {
    if (c === chromosomeIndex || !isReferenceAutosome(c)) continue;
    restReads += chromosomeReads[c];
    restExpected += chromosomeExpected[c];
  }
  const reads = chromosomeReads[chromosomeIndex];
  const expected = chromosomeExpected[chromosomeIndex];
  if (!(reads > 0 && expected > 0 && restReads > 0 && restExpected > 0)) return null;
  return {
    logRatio: Math.log(reads / expected) - Math.log(restReads / restExpected),
    countingVariance: 1 / reads + 1 / restReads,
  };
}
