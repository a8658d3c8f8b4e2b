import type { Analysis } from '../api/types.ts';

/** What a trisomy would do to this sample, beside what was seen. */
export interface ZEvidence {
  readonly z: number;
  /** The z a full trisomy is expected to give at this fetal fraction; null if that is unknown. */
  readonly expectedZ: number | null;
  /** Over the fetal fraction's 95 % interval. */
  readonly expectedLow: number | null;
  readonly expectedHigh: number | null;
}

/** The evidence on one chromosome; null where the data do not allow a z. */
export function zEvidence(
  { chromosomes, fetalFraction }: Pick<Analysis, 'chromosomes' | 'fetalFraction'>,
  chromosome: string,
): ZEvidence | null {
  const score = chromosomes.find((each) => each.chromosome === chromosome);
  if (!score || score.z === null) return null;
  const { cv, z } = score;
  // Half the fetal fraction is the excess of a full trisomy; the spread makes a z of it.
  const expected = (fraction: number | null) =>
    fraction === null || cv === null || cv <= 0 ? null : fraction / (2 * cv);
  const { estimate, low, high } = fetalFraction;
  return {
    z,
    expectedZ: expected(estimate),
    expectedLow: expected(low),
    expectedHigh: expected(high),
  };
}

/** Height of the bell of spread 1 around a mean, 1 at its top. */
export function bell(z: number, mean: number): number {
  return Math.exp(-((z - mean) ** 2) / 2);
}

/** The z that are shown: around nothing, what was seen, and what a trisomy would give. */
export function evidenceRange({ z, expectedZ }: ZEvidence): { low: number; high: number } {
  return {
    low: Math.floor(Math.min(-4, z - 1)),
    high: Math.ceil(Math.max(7, z + 1.5, Math.min((expectedZ ?? 0) + 3, 40))),
  };
}
