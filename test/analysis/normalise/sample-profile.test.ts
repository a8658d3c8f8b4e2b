import { describe, expect, it } from 'vitest';
import { createBinGrid } from '../../../src/analysis/genome/bin-grid.ts';
import { createExpectedProfile } from '../../../src/analysis/normalise/expected-profile.ts';
import { sampleProfile } from '../../../src/analysis/normalise/sample-profile.ts';

const grid = createBinGrid('GRCh38', 1_000_000);
const gc = Float64Array.from({ length: grid.binCount }, (_, bin) => 0.35 + (bin % 100) / 500);
const expected = new Float64Array(grid.binCount).fill(1);
expected[7] = 0;
const profile = createExpectedProfile(grid, { expected, gc });
const even = new Uint32Array(grid.binCount).fill(1000);

describe('sampleProfile', () => {
  it('is one everywhere for reads that are as expected, and masked where nothing is', () => {
    const { corrected, uncorrected } = sampleProfile(even, profile);
    expect(corrected[7]).toBe(65_535);
    expect(corrected.every((value, bin) => bin === 7 || Math.abs(value - 10_000) <= 6)).toBe(true);
    expect(Math.abs(uncorrected[8] - 10_000)).toBeLessThanOrEqual(6);
  });

  it('shows half again as many reads as 1.5, before and after correction', () => {
    const reads = even.slice();
    reads[0] = 1500;
    const { corrected, uncorrected } = sampleProfile(reads, profile);
    expect(corrected[0] / 10_000).toBeCloseTo(1.5, 2);
    expect(uncorrected[0] / 10_000).toBeCloseTo(1.5, 2);
  });

  it('takes a bend with GC out', () => {
    const bent = even.map((value, bin) => Math.round(value * (1 + 2 * (gc[bin] - 0.45))));
    const { corrected, uncorrected } = sampleProfile(bent, profile);
    expect(uncorrected[0]).toBeLessThan(8500);
    expect(corrected[0] / 10_000).toBeCloseTo(1, 1);
  });

  it('holds nothing of X and Y, and does not move with them', () => {
    const boy = even.slice();
    boy.fill(0, grid.chromosomeStarts[22]);
    const { chromosomeStarts, corrected, uncorrected } = sampleProfile(boy, profile);
    expect(chromosomeStarts).toHaveLength(23);
    expect(corrected).toHaveLength(grid.chromosomeStarts[22]);
    const other = sampleProfile(even, profile);
    expect([corrected, uncorrected]).toEqual([other.corrected, other.uncorrected]);
  });

  it('does not give away how many reads there are: no grid of whole reads is left', () => {
    const reads = even.map((_, bin) => 50 + (bin % 21));
    const { chromosomeStarts, uncorrected } = sampleProfile(reads, profile);
    const autosomes = reads.subarray(0, chromosomeStarts[22]).filter((_, bin) => bin !== 7);
    const mean = autosomes.reduce((sum, value) => sum + value, 0) / autosomes.length;
    const offGrid = (value: number) => Math.abs(value - Math.round(value));
    const known = [...uncorrected].filter((value) => value !== 65_535);
    const near = known.filter((value) => offGrid((value / 10_000) * mean) < 0.1);
    // A fifth of all places lies that near by chance; on the grid, all did.
    expect(near.length / known.length).toBeGreaterThan(0.17);
    expect(near.length / known.length).toBeLessThan(0.23);
    expect(sampleProfile(reads, profile).uncorrected).toEqual(uncorrected);
  });

  it('is masked everywhere without reads', () => {
    const { corrected } = sampleProfile(new Uint32Array(grid.binCount), profile);
    expect(corrected.every((value) => value === 65_535)).toBe(true);
  });
});
