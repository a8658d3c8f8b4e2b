import { autosomeCount } from '../genome/chromosome.ts';
import { isReferenceAutosome } from './genome-windows.ts';

/** Blocks the reference autosomes fall into; each is predicted from the windows of the others. */
const blockCount = 5;

export const familyCount = blockCount + 1;

/**
 * Which set of windows may predict a chromosome: family 0 serves 13, 18 and 21 and holds all
 * reference autosomes; family 1–5 serves one block of reference autosomes and holds those of the
 * other blocks.
 *
 * No chromosome is ever predicted from its own windows.
 *
 * @example noiseFamilyOf(20) // 0
 * @example noiseFamilyOf(0) // 1
 */
export function noiseFamilyOf(chromosomeIndex: number): number {
  if (!isReferenceAutosome(chromosomeIndex)) return 0;
  let place = 0;
  for (let c = 0; c < chromosomeIndex; c++) if (isReferenceAutosome(c)) place++;
  return 1 + (place % blockCount);
}

/** Whether a chromosome's windows stand among the predictors of a family. */
export function isInFamily(family: number, chromosomeIndex: number): boolean {
  return (
    chromosomeIndex < autosomeCount &&
    isReferenceAutosome(chromosomeIndex) &&
    noiseFamilyOf(chromosomeIndex) !== family
  );
}
