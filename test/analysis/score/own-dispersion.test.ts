import { describe, expect, it } from 'vitest';
import { ownDispersion } from '../../../src/analysis/score/own-dispersion.ts';

describe('ownDispersion', () => {
  it('gives the worked example', () => {
    expect(ownDispersion(new Float64Array(22).fill(2), 20)).toBeCloseTo((20 + 76) / 39 - 0.16, 12);
  });

  it('leaves a usual sample as it is', () => {
    const usual = Float64Array.from({ length: 22 }, (_, c) => (c % 2 === 0 ? 1 : -1));
    expect(ownDispersion(usual, 20)).toBe(1);
    expect(ownDispersion(new Float64Array(22), 20)).toBe(1);
    expect(ownDispersion(new Float64Array(22).fill(Number.NaN), 20)).toBe(1);
  });

  it('is blind to the targets and to the chromosome under test', () => {
    const trisomic = new Float64Array(22);
    for (const c of [12, 17, 20, 4]) trisomic[c] = 50;
    expect(ownDispersion(trisomic, 4)).toBe(1);
  });

  it('hears one odd autosome no further than z = 3', () => {
    const at = (z: number) => {
      const zScores = Float64Array.from({ length: 22 }, () => 1.2);
      zScores[15] = z;
      return ownDispersion(zScores, 20);
    };
    expect(at(40)).toBe(at(3));
    expect(at(3)).toBeGreaterThan(at(1.2));
  });
});
