import { describe, expect, it } from 'vitest';
import { bgzfBlock, recordBytes, type TinyRead, tinyBam } from '../../../fixtures/bam/tiny-bam.ts';
import { bgzfEndOfFile } from '../../../src/analysis/bam/bgzf-block.ts';
import { flagsOf, positionOf, templateLengthOf } from '../../support/plain-reader/bam-record.ts';
import { scanBam } from '../../support/scan-bam.ts';

const contigs = [
  { name: 'a', lengthBases: 1000 },
  { name: 'b', lengthBases: 500 },
];
const bamOf = (reads: TinyRead[], blockSize?: number) => tinyBam({ contigs, reads, blockSize });

/** A BAM whose one record was changed after it was written. */
function bamWith(change: (record: Buffer) => Uint8Array): Uint8Array {
  const header = tinyBam({ contigs, reads: [], withEndOfFile: false });
  const record = change(recordBytes({ contig: 0, position: 5 }));
  return Buffer.concat([header, bgzfBlock(record), bgzfEndOfFile]);
}

describe('records', () => {
  it.each([7, 40, 100, 0xff00])('are whole whatever blocks of %i bytes cut', (blockSize) => {
    const reads = Array.from({ length: 50 }, (_, i) => ({
      ...{ contig: i < 30 ? 0 : 1, position: i < 30 ? i : i - 30, flags: i },
      ...{ templateLength: -i, bases: 'ACGTN'.repeat(i) },
    }));
    const seen: number[][] = [];
    const problem = scanBam(bamOf(reads, blockSize), 'coordinate', (_, bytes, record) => {
      seen.push([
        positionOf(bytes, record),
        flagsOf(bytes, record),
        templateLengthOf(bytes, record),
      ]);
    });
    expect(problem).toBeUndefined();
    expect(seen).toEqual(reads.map((read) => [read.position, read.flags, read.templateLength + 0]));
  });

  it.each<[string, (record: Buffer) => void, RegExp]>([
    ['too small a size', (r) => r.writeInt32LE(31, 0), /states a size of 31 bytes/],
    ['a negative size', (r) => r.writeInt32LE(-1, 0), /states a size of -1 bytes/],
    ['too large a size', (r) => r.writeInt32LE(0x7fff_ffff, 0), /states a size of/],
    ['no name', (r) => r.writeUInt8(0, 12), /no room for its name/],
    ['a long name', (r) => r.writeUInt8(255, 12), /more name, CIGAR, bases/],
    ['a long CIGAR', (r) => r.writeUInt16LE(60_000, 16), /more name, CIGAR, bases/],
    ['too many bases', (r) => r.writeInt32LE(0x7fff_ffff, 20), /more name, CIGAR, bases/],
    ['a negative length', (r) => r.writeInt32LE(-4, 20), /negative sequence length/],
    ['a contig beyond the list', (r) => r.writeInt32LE(2, 4), /contig not listed/],
    ['a contig before the list', (r) => r.writeInt32LE(-2, 4), /contig not listed/],
    ['a negative position', (r) => r.writeInt32LE(-2, 8), /negative position/],
  ])('are refused with %s', (_, change, detail) => {
    const bytes = bamWith((record) => {
      change(record);
      return record;
    });
    const problem = scanBam(bytes, 'any', () => undefined);
    expect(problem?.kind).toBe('bam-record-damaged');
    expect(problem?.detail).toMatch(detail);
    expect(problem?.byteOffset).toBeGreaterThan(0);
  });

  it.each([2, 20, 50])('that end after %i bytes are missed', (size) => {
    const problem = scanBam(
      bamWith((record) => record.subarray(0, size)),
      'any',
      () => undefined,
    );
    expect(problem).toMatchObject({
      kind: 'bam-truncated',
      detail: 'the file ends within a record',
    });
  });
});

it('takes a read whose mate’s place is nonsense, as htslib does', () => {
  const bytes = bamOf([{ contig: 0, position: 5, mateContig: -7, matePosition: -129_696_966 }]);
  expect(scanBam(bytes, 'coordinate', () => undefined)).toBeUndefined();
});

describe('the order of reads', () => {
  const unplaced = { contig: -1, position: -1, flags: 4 };
  it.each<[string, TinyRead[], boolean]>([
    [
      'rising positions',
      [
        { contig: 0, position: 1 },
        { contig: 0, position: 1 },
      ],
      true,
    ],
    ['rising contigs', [{ contig: 0, position: 9 }, { contig: 1, position: 1 }, unplaced], true],
    [
      'falling positions',
      [
        { contig: 0, position: 2 },
        { contig: 0, position: 1 },
      ],
      false,
    ],
    [
      'falling contigs',
      [
        { contig: 1, position: 2 },
        { contig: 0, position: 5 },
      ],
      false,
    ],
    ['unplaced reads first', [unplaced, { contig: 0, position: 5 }], false],
    ['unplaced reads last', [{ contig: 0, position: -1, flags: 4 }, unplaced, unplaced], true],
  ])('%s', (_, reads, isSorted) => {
    const kind = scanBam(bamOf(reads), 'coordinate', () => undefined)?.kind;
    expect(kind).toBe(isSorted ? undefined : 'bam-unsorted');
    expect(scanBam(bamOf(reads), 'any', () => undefined)).toBeUndefined();
  });
});
