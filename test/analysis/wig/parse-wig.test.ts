import { describe, expect, it } from 'vitest';
import { createBinGrid } from '../../../src/analysis/genome/bin-grid.ts';
import { parseWig } from '../../../src/analysis/wig/parse-wig.ts';

const grid = createBinGrid('GRCh37', 50_000);

describe('parseWig', () => {
  it('averages the steps of a bin and leaves uncalled ones out', () => {
    const text =
      'track type=wiggle_0\nfixedStep chrom=chr1 start=1 step=25000\n0.4\n0.5\n-1\n0.6\n' +
      'fixedStep chrom=2 start=50001 step=50000\n0.7\nfixedStep chrom=GL0001 start=1 step=50000\n9\n';
    const result = parseWig(text, grid);
    expect(result.ok).toBe(true);
    if (!result.ok) return;
    expect(result.value[0]).toBeCloseTo(0.45, 12);
    expect(result.value[1]).toBe(0.6);
    expect(result.value[2]).toBeNaN();
    expect(result.value[grid.chromosomeStarts[1] + 1]).toBe(0.7);
  });

  it.each([
    ['a step that does not divide the bins', 'fixedStep chrom=1 start=1 step=30000\n0.4\n', 1],
    ['a start that is 0-based', 'fixedStep chrom=1 start=0 step=50000\n0.4\n', 1],
    ['values before a declaration', '0.4\n', 1],
    ['a word', 'fixedStep chrom=1 start=1 step=50000\nx\n', 2],
    ['a track beyond the end', 'fixedStep chrom=21 start=48100001 step=50000\n1\n1\n', 3],
    ['nothing', '', 1],
  ])('refuses %s with its line', (_, text, line) => {
    const result = parseWig(text, grid);
    expect(result).toMatchObject({ ok: false, problem: { kind: 'wig-malformed', line } });
  });
});
