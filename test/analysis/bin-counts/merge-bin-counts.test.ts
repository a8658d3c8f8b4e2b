import { describe, expect, it } from 'vitest';
import { smallPairedEnd, smallSingleEnd } from '../../../fixtures/bam/small-samples.ts';
import { tinyBam } from '../../../fixtures/bam/tiny-bam.ts';
import { toBinCounts } from '../../../src/analysis/bin-counts/bin-tally.ts';
import {
  mergeBinCounts,
  type SourcedTally,
} from '../../../src/analysis/bin-counts/merge-bin-counts.ts';
import { countBam, problemOf, valueFrom } from '../../support/scan-bam.ts';

const lane = (file: string, binSizeBases = 50_000): SourcedTally => ({
  tally: valueFrom(countBam(tinyBam(smallSingleEnd()), { binSizeBases })),
  source: { file, sha256: file },
});

describe('merging the counts of one sample', () => {
  it('adds bins, classes and bases', () => {
    const single = lane('a').tally;
    const sum = valueFrom(mergeBinCounts([lane('a'), lane('b'), lane('c')]));
    expect(sum.forward).toEqual(single.forward.map((count) => 3 * count));
    expect(sum.reverse).toEqual(single.reverse.map((count) => 3 * count));
    expect(sum.reads.total).toBe(39);
    expect(sum.reads.counted).toBe(15);
    expect(toBinCounts(sum, 's', []).gc).toEqual(toBinCounts(single, 's', []).gc);
  });

  it('leaves one file as it is', () => {
    expect(mergeBinCounts([lane('a')])).toEqual({ ok: true, value: lane('a').tally });
  });

  it('names the files of a merged sample, in place of one source', () => {
    const sources = [lane('a').source, lane('b').source];
    const counts = toBinCounts(lane('a').tally, 's', sources);
    expect(counts).toMatchObject({ source: null, sources });
    expect(toBinCounts(lane('a').tally, 's', sources.slice(0, 1))).not.toHaveProperty('sources');
  });

  it('refuses files that do not belong together', () => {
    const grch37 = {
      tally: valueFrom(countBam(tinyBam(smallPairedEnd()))),
      source: { file: 'p', sha256: 'p' },
    };
    const details = [
      mergeBinCounts([lane('a'), lane('b'), lane('a')]),
      mergeBinCounts([lane('a'), grch37]),
      mergeBinCounts([lane('a'), lane('b', 100_000)]),
    ].map((result) => problemOf(result));
    expect(details.map(({ kind }) => kind)).toEqual(new Array(3).fill('sources-differ'));
    expect(details.map(({ detail }) => detail)).toEqual([
      'a and a are the same bytes',
      'a is of GRCh38, p of GRCh37',
      'a and b have bins of different size',
    ]);
  });
});
