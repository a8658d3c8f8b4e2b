import fc from 'fast-check';
import { expect, it } from 'vitest';
import { humanContigs, type TinyRead, tinyBam } from '../../../fixtures/bam/tiny-bam.ts';
import { duplicateRules } from '../../../src/analysis/bam/read-filter.ts';
import { countBam, countPlainly } from '../../support/scan-bam.ts';

const contigs = humanContigs('GRCh38');
const read: fc.Arbitrary<TinyRead> = fc.record({
  contig: fc.constantFrom(-1, 0, 0, 1, 20, 23, 24),
  position: fc.oneof(fc.integer({ min: -1, max: 40 }), fc.constantFrom(16_568, 57_227_414, 3e8)),
  flags: fc.oneof(
    fc.constantFrom(0, 0x10, 0x43, 0x83, 0x63, 0xa3, 0x93, 0x53, 0x403),
    fc.integer({ min: 0, max: 0xffff }),
  ),
  matePosition: fc.integer({ min: -1, max: 40 }),
  mappingQuality: fc.constantFrom(0, 1, 29, 30, 60, 255),
  templateLength: fc.oneof(fc.integer({ min: -700, max: 700 }), fc.constant(-(2 ** 31))),
  bases: fc.string({ unit: fc.constantFrom(...'=ACMGRSVTWYHKDBN'), maxLength: 600 }),
});
const place = (one: TinyRead) => (one.contig < 0 ? 99 : one.contig) * 1e9 + one.position;
const options = fc.record({
  binSizeBases: fc.constantFrom(1_000_000, 10_000_000),
  mappingQualityMin: fc.constantFrom(0, 1, 30),
  duplicates: fc.constantFrom(...duplicateRules),
});
const bam = fc.record({
  reads: fc.array(read, { maxLength: 60 }),
  isSorted: fc.integer({ min: 0, max: 9 }).map((one) => one > 0),
  blockSize: fc.constantFrom(1, 33, 500, 0xff00),
});

function bytesOf({
  reads,
  isSorted,
  blockSize,
}: typeof bam extends fc.Arbitrary<infer T> ? T : never) {
  const ordered = isSorted ? reads.toSorted((a, b) => place(a) - place(b)) : reads;
  return tinyBam({ contigs, reads: ordered, blockSize });
}

it('counts, and names what is wrong, as the plain reader does: reads of every kind', () => {
  const kinds = new Map<string, number>();
  fc.assert(
    fc.property(bam, options, (one, settings) => {
      const bytes = bytesOf(one);
      const expected = countPlainly(bytes, settings);
      const kind = expected.ok ? 'counted' : expected.problem.kind;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      expect(countBam(bytes, settings, [1 + (bytes.length >> 1)])).toEqual(expected);
    }),
    { numRuns: 200, seed: 3 },
  );
  for (const kind of ['counted', 'bam-unsorted', 'bam-record-damaged', 'no-usable-reads']) {
    expect([kind, kinds.get(kind) ?? 0]).not.toEqual([kind, 0]);
  }
});

it('names damage to any byte with the same words and place', () => {
  const damage = fc.record({
    at: fc.nat(),
    mask: fc.integer({ min: 1, max: 255 }),
    isCut: fc.boolean(),
  });
  fc.assert(
    fc.property(bam, damage, (one, { at, mask, isCut }) => {
      const whole = bytesOf({ ...one, reads: one.reads.slice(0, 12) });
      const offset = at % whole.length;
      const bytes = isCut ? whole.slice(0, offset) : whole.slice();
      if (!isCut) bytes[offset] ^= mask;
      const settings = { binSizeBases: 10_000_000 };
      expect(countBam(bytes, settings)).toEqual(countPlainly(bytes, settings));
    }),
    { numRuns: 300, seed: 4 },
  );
});
