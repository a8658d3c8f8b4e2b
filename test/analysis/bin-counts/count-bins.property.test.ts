import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallPairedEnd, smallSingleEnd } from '../../../fixtures/bam/small-samples.ts';
import { humanContigs, type TinyRead, tinyBam } from '../../../fixtures/bam/tiny-bam.ts';
import type { BinTally } from '../../../src/analysis/bin-counts/bin-tally.ts';
import { mergeBinCounts } from '../../../src/analysis/bin-counts/merge-bin-counts.ts';
import { countBam, valueFrom } from '../../support/scan-bam.ts';

const read: fc.Arbitrary<TinyRead> = fc.record({
  contig: fc.integer({ min: 0, max: 24 }),
  position: fc.integer({ min: 0, max: 16_000 }),
  flags: fc.constantFrom(0, 0x10, 0x4, 0x100, 0x400, 0x800, 0x43, 0x83, 0x1),
  matePosition: fc.integer({ min: 0, max: 16_000 }),
  mappingQuality: fc.constantFrom(0, 1, 60),
  bases: fc.string({ unit: fc.constantFrom(...'ACGTN'), maxLength: 9 }),
});
const sorted = (reads: TinyRead[]) =>
  reads.toSorted((a, b) => a.contig - b.contig || a.position - b.position);
const usable: TinyRead = { contig: 0, position: 0 };
const contigs = humanContigs('GRCh38');
const settings = { binSizeBases: 1_000_000 };

const count = (reads: TinyRead[], pieces?: number[]) =>
  valueFrom(countBam(tinyBam({ contigs, reads: sorted(reads) }), settings, pieces));

const merged = (tallies: BinTally[]) =>
  valueFrom(
    mergeBinCounts(
      tallies.map((tally, i) => ({ tally, source: { file: `${i}.bam`, sha256: `${i}` } })),
    ),
  );

describe('counting', () => {
  it('gives the same whatever pieces the bytes come in', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 });
    const blockSize = fc.integer({ min: 1, max: 2000 });
    fc.assert(
      fc.property(sizes, blockSize, fc.boolean(), (pieces, blocks, isPaired) => {
        const bam = isPaired ? smallPairedEnd() : smallSingleEnd();
        const bytes = tinyBam({ ...bam, blockSize: blocks });
        expect(countBam(bytes, settings, pieces)).toEqual(countBam(tinyBam(bam), settings));
      }),
      { numRuns: 40 },
    );
  });

  it('puts every read in one class, and every counted read in one bin', () => {
    fc.assert(
      fc.property(fc.array(read, { maxLength: 60 }), (reads) => {
        const { reads: classes, forward, reverse } = count([usable, ...reads]);
        const { total, mapped, ...exclusive } = classes;
        expect(Object.values(exclusive).reduce((a, b) => a + b)).toBe(reads.length + 1);
        expect(total).toBe(reads.length + 1);
        expect(mapped).toBe(total - classes.unmapped);
        const inBins = [...forward, ...reverse].reduce((a, b) => a + b);
        expect(inBins).toBe(classes.counted);
      }),
      { numRuns: 50 },
    );
  });

  it('of a split BAM, merged, equals that of the whole', () => {
    const reads = fc.array(fc.tuple(read, fc.boolean()), { maxLength: 40 });
    fc.assert(
      fc.property(reads, (pairs) => {
        const part = (side: boolean) =>
          [usable].concat(pairs.filter(([, isLeft]) => isLeft === side).map(([one]) => one));
        const whole = count([...part(true), ...part(false)]);
        expect(merged([count(part(true)), count(part(false))])).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  it('does not depend on the order of reads at one position', () => {
    const here = fc.array(
      read.map((one) => ({ ...one, contig: 3, position: 7 })),
      { maxLength: 9 },
    );
    fc.assert(
      fc.property(here, (reads) => {
        expect(count([usable, ...reads.toReversed()])).toEqual(count([usable, ...reads]));
      }),
      { numRuns: 30 },
    );
  });
});
