import { describe, expect, it } from 'vitest';
import { recordBytes, type TinyRead } from '../../../fixtures/bam/tiny-bam.ts';
import { type DuplicateRule, readClassNames } from '../../../src/analysis/bam/read-filter.ts';
import { isCountedMate, isReverse } from '../../support/plain-reader/counted-mate.ts';
import { createReadFilter } from '../../support/plain-reader/read-filter.ts';

const recordOf = (read: Partial<TinyRead>) =>
  recordBytes({ contig: 0, position: 100, ...read }).subarray(4);

function classesOf(reads: Partial<TinyRead>[], duplicates: DuplicateRule, minimum = 1): string[] {
  const classOf = createReadFilter({ mappingQualityMin: minimum, duplicates });
  return reads.map((read) => readClassNames[classOf(recordOf(read), 0)]);
}

describe('the class of a read', () => {
  const everyFlaw = 0xf04 | 0x1;
  it.each([
    ['unmapped', everyFlaw],
    ['secondary', everyFlaw & ~0x4],
    ['supplementary', everyFlaw & ~0x104],
    ['qcFail', everyFlaw & ~0x904],
    ['duplicate', everyFlaw & ~0xb04],
    ['lowMappingQuality', everyFlaw & ~0xf04],
  ])('is %s before all that follow', (name, flags) => {
    expect(classesOf([{ flags, mappingQuality: 0 }], 'flag')).toEqual([name]);
  });

  it('is improperPair, secondMate or counted for good reads', () => {
    const reads = [
      { flags: 0x1 | 0x40, matePosition: 200 },
      { flags: 0x3 | 0x80, matePosition: 50 },
      { flags: 0x3 | 0x80, matePosition: 200 },
      { flags: 0x3 | 0x80, matePosition: 100 },
      { flags: 0x3 | 0x40, matePosition: 100 },
      { flags: 0x10 },
      { flags: 0x2 },
    ];
    expect(classesOf(reads, 'flag')).toEqual([
      ...['improperPair', 'secondMate', 'counted', 'secondMate', 'counted', 'counted', 'counted'],
    ]);
  });

  it('takes mapping quality from the minimum up, 255 (unknown) too', () => {
    const reads = [29, 30, 255].map((mappingQuality) => ({ mappingQuality }));
    expect(classesOf(reads, 'flag', 30)).toEqual(['lowMappingQuality', 'counted', 'counted']);
    expect(classesOf([{ mappingQuality: 0 }], 'flag', 0)).toEqual(['counted']);
  });

  it('keeps marked duplicates where told to', () => {
    expect(classesOf([{ flags: 0x400 }], 'keep')).toEqual(['counted']);
    expect(classesOf([{ flags: 0x400 }], 'start')).toEqual(['counted']);
  });

  it('tells duplicates by start before mapping quality and blind to strand', () => {
    const reads = [
      { mappingQuality: 0 },
      { flags: 0x10 },
      { flags: 0x200 },
      { position: 101 },
      { position: 101, contig: 1 },
      { position: 101, contig: 1 },
    ];
    expect(classesOf(reads, 'start')).toEqual([
      ...['lowMappingQuality', 'duplicate', 'qcFail', 'counted', 'counted', 'duplicate'],
    ]);
  });

  it('asks pairs for both starts, and only the mates that count', () => {
    const left = { flags: 0x3 | 0x40 };
    const reads = [
      { ...left, matePosition: 250 },
      { ...left, matePosition: 251 },
      { flags: 0x3 | 0x80, matePosition: 50 },
      { flags: 0x1, matePosition: 251 },
      { ...left, matePosition: 251 },
      { flags: 0x10 },
      { ...left, matePosition: 251 },
    ];
    expect(classesOf(reads, 'start')).toEqual([
      ...['counted', 'counted', 'secondMate', 'improperPair', 'duplicate', 'duplicate', 'counted'],
    ]);
  });
});

describe('the mate that counts', () => {
  it('is the left one, at one start the first', () => {
    expect(isCountedMate(recordOf({ position: 100, matePosition: 250 }), 0)).toBe(true);
    expect(isCountedMate(recordOf({ position: 250, matePosition: 100 }), 0)).toBe(false);
    expect(isCountedMate(recordOf({ flags: 0x43, matePosition: 100 }), 0)).toBe(true);
    expect(isCountedMate(recordOf({ flags: 0x83, matePosition: 100 }), 0)).toBe(false);
  });

  it.each([
    [0x10, true],
    [0x20, false],
    [0x1 | 0x40 | 0x20, false],
    [0x1 | 0x40 | 0x10, true],
    [0x1 | 0x80 | 0x20, true],
    [0x1 | 0x80 | 0x10, false],
  ])('goes by the first mate’s strand: flags %i', (flags, expected) => {
    expect(isReverse(flags)).toBe(expected);
  });
});
