import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordBytes, type TinyRead } from '../../../fixtures/bam/tiny-bam.ts';
import { readClassNames } from '../../../src/analysis/bam/read-filter.ts';
import { createReadFilter } from '../../support/plain-reader/read-filter.ts';

const flags = fc
  .subarray([0x1, 0x2, 0x4, 0x10, 0x40, 0x80, 0x100, 0x200, 0x400, 0x800])
  .map((bits) => bits.reduce((sum, bit) => sum | bit, 0));
const read = fc.record({
  contig: fc.integer({ min: 0, max: 2 }),
  position: fc.integer({ min: 0, max: 3 }),
  matePosition: fc.integer({ min: 0, max: 3 }),
  mappingQuality: fc.constantFrom(0, 60),
  flags: fc.oneof(flags, fc.constantFrom(0, 0x10, 0x43, 0x83, 0x63)),
});
const sortedReads = fc
  .array(read, { maxLength: 40 })
  .map((reads) => reads.toSorted((a, b) => a.contig - b.contig || a.position - b.position));

/**
 * The sentence of architecture.md 4.1, once more in plain words: among the reads of one contig that
 * pass 0xB04 (of pairs: the mates that count), in file order, a read with the start (and mate
 * start) of the last such read is a duplicate.
 */
function duplicatesByTheSentence(reads: Required<Pick<TinyRead, keyof ReadOf>>[]): Set<number> {
  const duplicates = new Set<number>();
  for (const contig of new Set(reads.map((one) => one.contig))) {
    const shown = [...reads.keys()].filter((i) => {
      const { flags: bits, position, matePosition } = reads[i];
      if (reads[i].contig !== contig || (bits & 0xb04) !== 0) return false;
      if (!(bits & 0x1)) return true;
      const isLeft = position < matePosition || (position === matePosition && (bits & 0x40) > 0);
      return (bits & 0x2) > 0 && isLeft;
    });
    shown.slice(1).forEach((i, k) => {
      const [before, here] = [reads[shown[k]], reads[i]];
      const hasMate = (here.flags & 1) > 0;
      const sameMate = (before.flags & 1) > 0 && before.matePosition === here.matePosition;
      if (before.position === here.position && (!hasMate || sameMate)) duplicates.add(i);
    });
  }
  return duplicates;
}
type ReadOf = typeof read extends fc.Arbitrary<infer R> ? R : never;

test('--duplicates start follows its sentence on any sorted reads', () => {
  fc.assert(
    fc.property(sortedReads, (reads) => {
      const classOf = createReadFilter({ mappingQualityMin: 1, duplicates: 'start' });
      const found = reads.flatMap((one, i) =>
        readClassNames[classOf(recordBytes(one).subarray(4), 0)] === 'duplicate' ? [i] : [],
      );
      expect(found).toEqual([...duplicatesByTheSentence(reads)].toSorted((a, b) => a - b));
    }),
    { numRuns: 500 },
  );
});
