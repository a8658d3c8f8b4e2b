import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordBytes } from '../../../fixtures/bam/tiny-bam.ts';
import { countBases } from '../../support/plain-reader/base-composition.ts';

function compositionOf(bases: string, change: (record: Buffer) => void = () => undefined) {
  const record = recordBytes({ contig: 0, position: 0, bases }).subarray(4);
  change(record);
  const target = new Float64Array(2);
  countBases(record, 0, target);
  return [...target];
}

describe('the bases of a read', () => {
  it.each([
    ['GATTACAN', [2, 7]],
    ['', [0, 0]],
    ['G', [1, 1]],
    ['ACGT', [2, 4]],
    ['=ACMGRSVTWYHKDBN', [2, 4]],
    ['NNN', [0, 0]],
  ])('%s', (bases, expected) => {
    expect(compositionOf(bases)).toEqual(expected);
  });

  it('leaves the unused half byte of an odd length out, whatever it holds', () => {
    const bases = 'GAC';
    const fillLastHalf = (record: Buffer) => {
      record[record.length - bases.length - 1] |= 0x4;
    };
    expect(compositionOf(bases, fillLastHalf)).toEqual([2, 3]);
  });

  it('counts any read as a loop over its letters does, long ones too', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'ACGTN'), maxLength: 300 });
    fc.assert(
      fc.property(letters, fc.constantFrom(1, 200), (piece, times) => {
        const bases = piece.repeat(times);
        const gc = bases.replace(/[^GC]/g, '').length;
        expect(compositionOf(bases)).toEqual([gc, bases.replace(/N/g, '').length]);
      }),
    );
  });
});
