import { describe, expect, it } from 'vitest';
import { normal } from '../../../fixtures/simulate/normal.ts';
import { SeededRandom } from '../../../fixtures/simulate/seeded-random.ts';
import { poolDispersions } from '../../../src/analysis/reference-model/pool-dispersions.ts';

describe('poolDispersions', () => {
  it('takes the mean where chance alone spreads as much', () => {
    expect(poolDispersions([0.9, 1, 1.1], 200)).toEqual([1, 1, 1]);
    expect(poolDispersions([1.3], 200)).toEqual([1.3]);
  });

  it('leaves an autosome its own spread where autosomes do differ', () => {
    const dispersions = Array.from({ length: 22 }, (_, c) => (c === 18 ? 3 : 1));
    const pooled = poolDispersions(dispersions, 200);
    expect(pooled[18]).toBeGreaterThan(2.7);
    expect(pooled[20]).toBeLessThan(1.02);
  });

  it('comes closer to the truth than what each autosome says alone', () => {
    const random = new SeededRandom(5, 'dispersions');
    const truth = Array.from({ length: 22 }, () => 1.1 + 0.05 * normal(random));
    const found = truth.map((value) => value * (1 + 0.1 * normal(random)));
    const pooled = poolDispersions(found, 200);
    const errorOf = (values: readonly number[]) =>
      values.reduce((sum, value, c) => sum + (value - truth[c]) ** 2, 0);
    expect(errorOf(pooled)).toBeLessThan(0.5 * errorOf(found));
  });
});
