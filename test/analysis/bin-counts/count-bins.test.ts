import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { committedBams } from '../../../fixtures/bam/make-bams.ts';
import { smallPairedEnd, smallSingleEnd } from '../../../fixtures/bam/small-samples.ts';
import { humanContigs, type TinyRead, tinyBam } from '../../../fixtures/bam/tiny-bam.ts';
import {
  type BinTally,
  createBinTally,
  toBinCounts,
} from '../../../src/analysis/bin-counts/bin-tally.ts';
import { sampleNameOfFile } from '../../../src/analysis/bin-counts/sample-name.ts';
import { createBinGrid } from '../../../src/analysis/genome/bin-grid.ts';
import { countBam, problemOf, valueFrom } from '../../support/scan-bam.ts';

/** Bins that hold a read: [chromosome index, bin within it, forward, reverse]. */
function filledBins(tally: BinTally): number[][] {
  const { chromosomeStarts } = createBinGrid(tally.assembly, tally.binSizeBases);
  return [...tally.forward.keys()].flatMap((bin) => {
    if (tally.forward[bin] + tally.reverse[bin] === 0) return [];
    const c = chromosomeStarts.findLastIndex((start) => start <= bin);
    return [[c, bin - chromosomeStarts[c], tally.forward[bin], tally.reverse[bin]]];
  });
}

const countsOf = (tally: BinTally) => toBinCounts(tally, 'sample', []);
const grch38Of = (reads: TinyRead[]) => tinyBam({ contigs: humanContigs('GRCh38'), reads });

describe('counting single-end reads', () => {
  const tally = valueFrom(countBam(tinyBam(smallSingleEnd())));

  it('puts each by its leftmost base and strand', () => {
    expect(filledBins(tally)).toEqual([
      ...[
        [0, 0, 1, 0],
        [0, 1, 0, 1],
        [20, 934, 1, 0],
        [22, 0, 1, 0],
        [23, 0, 0, 1],
      ],
    ]);
  });

  it('gives every read one class', () => {
    expect(tally.reads).toEqual({
      ...{ total: 13, mapped: 11, unmapped: 2, secondary: 1, supplementary: 1, qcFail: 1 },
      ...{ duplicate: 1, lowMappingQuality: 1, improperPair: 0, secondMate: 0 },
      ...{ otherContig: 1, counted: 5 },
    });
  });

  it('averages the GC of the counted reads, over bases', () => {
    const { gc, gcFraction, fragmentLengths } = countsOf(tally);
    const known = [...gc].filter((value) => !Number.isNaN(value));
    expect(known).toEqual([1, 0.25, 0.6667, 0.5]);
    expect(gcFraction).toBe(0.6);
    expect(fragmentLengths).toBeUndefined();
  });

  it('has no GC fraction where no read carries bases', () => {
    const bare = valueFrom(countBam(grch38Of([{ contig: 0, position: 0, bases: '' }])));
    expect(countsOf(bare).gcFraction).toBeNull();
  });

  it('follows the bin size, the quality minimum and the rule for duplicates', () => {
    const bytes = tinyBam(smallSingleEnd());
    const wide = valueFrom(countBam(bytes, { binSizeBases: 1_000_000 }));
    expect(filledBins(wide)[0]).toEqual([0, 0, 1, 1]);
    const strict = valueFrom(countBam(bytes, { mappingQualityMin: 30 }));
    expect(strict.reads).toMatchObject({ lowMappingQuality: 2, counted: 4 });
    expect(valueFrom(countBam(bytes, { duplicates: 'keep' })).reads.counted).toBe(6);
    expect(valueFrom(countBam(bytes, { duplicates: 'start' })).reads).toMatchObject({
      ...{ duplicate: 2, lowMappingQuality: 0, counted: 5 },
    });
  });
});

describe('counting pairs', () => {
  const tally = valueFrom(countBam(tinyBam(smallPairedEnd())));

  it('counts each proper pair once, on the strand of its first mate', () => {
    expect(tally.assembly).toBe('GRCh37');
    expect(filledBins(tally)).toEqual([
      ...[
        [12, 20, 1, 0],
        [12, 21, 0, 1],
        [12, 22, 0, 1],
        [12, 24, 1, 0],
      ],
    ]);
    expect(tally.reads).toMatchObject({
      ...{ total: 11, duplicate: 2, improperPair: 1, secondMate: 4, counted: 4 },
    });
  });

  it('keeps the lengths of fragments within 50 to 600 bases', () => {
    const { fragmentLengths } = countsOf(tally);
    expect(fragmentLengths?.start).toBe(50);
    expect(fragmentLengths?.counts).toHaveLength(551);
    const seen = fragmentLengths?.counts.flatMap((count, i) =>
      count > 0 ? [[i + 50, count]] : [],
    );
    expect(seen).toEqual([
      [143, 1],
      [167, 1],
    ]);
  });
});

describe('what cannot be counted', () => {
  it.each([
    ['unsorted.bam', 'bam-unsorted'],
    ['mixed-assembly.bam', 'assembly-mixed'],
    ['no-usable-reads.bam', 'no-usable-reads'],
  ])('%s is %s', (name, kind) => {
    expect(problemOf(countBam(tinyBam(committedBams()[name]))).kind).toBe(kind);
  });

  it.each([-1, 248_956_422, 0x7fff_ffff])('a counted read at %i is damage', (position) => {
    const problem = problemOf(countBam(grch38Of([{ contig: 0, position }])));
    expect(problem).toMatchObject({ kind: 'bam-record-damaged', byteOffset: 0 });
  });

  it('an empty file, and a BAM without reads, are named', () => {
    expect(problemOf(countBam(new Uint8Array())).kind).toBe('file-empty');
    expect(problemOf(countBam(grch38Of([]))).kind).toBe('no-usable-reads');
  });
});

describe('the committed BAMs', () => {
  it.each(Object.entries(committedBams()))('%s holds what its program makes', (name, bam) => {
    const file = new URL(`../../../fixtures/bam/${name}`, import.meta.url);
    expect(countBam(readFileSync(file))).toEqual(countBam(tinyBam(bam)));
  });
});

it('names a sample by its file, and gives GC where bases were called', () => {
  const names = ['S1.bins.tsv.gz', 'S1.bins.tsv', 'S1.bam', 'S1.txt'].map(sampleNameOfFile);
  expect(names).toEqual(['S1', 'S1', 'S1', 'S1.txt']);
  const tally = createBinTally(createBinGrid('GRCh38', 10_000_000));
  tally.gcBases[0] = 50;
  tally.calledBases[0] = 100;
  expect([...countsOf(tally).gc.slice(0, 2)]).toEqual([0.5, Number.NaN]);
});
