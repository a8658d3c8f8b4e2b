import { z } from 'zod';

/** A sample's autosomes bin by bin: see `ProfileHeader`. */
export const profileAnswer = {
  description: 'A header in JSON, then 16 bits a bin: corrected, uncorrected, GC',
  content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
};

/**
 * What stands before the numbers of a sample's profile. The answer is: the header's length
 * (32-bit, little-endian), the header as JSON padded by spaces to an even length, then for each of
 * `arrays` one 16-bit number a bin, little-endian: 10 000 to one, 65 535 where a bin is masked.
 */
export interface ProfileHeader {
  readonly version: 1;
  readonly sample: string;
  readonly assembly: string;
  readonly binSizeBases: number;
  /** First bin of 1–22, and the number of bins in all. */
  readonly chromosomeStarts: readonly number[];
  readonly arrays: readonly ['corrected', 'uncorrected', 'gc'];
}
