import { describe, expect, it } from 'vitest';
import { calibrationSlope } from '../../benchmarks/study/calibration-slope.ts';
import { cohortOf, type Scenario } from '../../benchmarks/study/scenario.ts';
import { svgPlot } from '../../benchmarks/study/svg-plot.ts';
import { normal } from '../../fixtures/simulate/normal.ts';
import { SeededRandom } from '../../fixtures/simulate/seeded-random.ts';
import { likelihoodRatio } from '../../src/analysis/call/likelihood-ratio.ts';

describe('the calibration slope', () => {
  const random = new SeededRandom(5, 'calibration');
  const shift = 1.5;
  /** Likelihood ratio of a normal value with this shift against one without. */
  const ratio = (value: number) => Math.exp(shift * value - shift ** 2 / 2);
  const unaffected = Array.from({ length: 4_000 }, () => ratio(normal(random)));
  const affected = Array.from({ length: 1_000 }, () => ratio(normal(random) + shift));

  it('is 1 for true ratios, a half for squared ones, 2 for their roots', () => {
    for (const power of [1, 2, 0.5]) {
      const stated = (ratios: number[]) => ratios.map((value) => value ** power);
      const { slope, error } = calibrationSlope(stated(unaffected), stated(affected));
      expect(Math.abs(slope - 1 / power)).toBeLessThan(3 * error);
      expect(error).toBeLessThan(0.08 / power);
    }
  });

  it('is 1 for the best analysis on fractions of 0–4 %, and not between narrower limits', () => {
    const [cv, deviation] = [0.0027, 0.0045];
    const slopeOver = (least: number, most: number) => {
      const ratiosOf = (share: number) =>
        Array.from({ length: 4_000 }, () => {
          const truth = least + (most - least) * random.uniform();
          const value = truth + deviation * normal(random);
          const estimate = Math.max(0, value);
          const high = Math.max(estimate, value + 1.96 * deviation);
          return likelihoodRatio({
            ...{ z: normal(random) + (share * truth) / (2 * cv), cv, mosaicShare: 0 },
            fetalFraction: { estimate, low: Math.max(0, value - 1.96 * deviation), high },
          }) as number;
        });
      return calibrationSlope(ratiosOf(0), ratiosOf(1)).slope;
    };
    expect(Math.abs(slopeOver(0, 0.04) - 1)).toBeLessThan(0.1);
    expect(slopeOver(0.005, 0.03)).toBeGreaterThan(1.08);
  });

  it('says how little it knows where the groups do not overlap', () => {
    const far = affected.map((value) => value * 1e30);
    const { slope, error } = calibrationSlope(unaffected, far);
    expect(error > 0.1 || Number.isNaN(slope)).toBe(true);
    expect(calibrationSlope([1, Number.NaN], affected).slope).toBeNaN();
  });
});

describe('a cohort', () => {
  const scenario: Scenario = {
    ...{ name: 'x', seed: 1, assembly: 'GRCh37', controls: 10, controlReads: 1e6, reads: 1e6 },
    batchesKnown: true,
  };

  it('has the fractions and the trisomy of its kind', () => {
    const usual = cohortOf(scenario, 'T18', 60);
    const low = cohortOf(scenario, 'low T18', 60);
    expect(usual.every(({ fetalFraction: f }) => f >= 0.02 && f <= 0.2)).toBe(true);
    expect(low.every(({ fetalFraction: f }) => f >= 0 && f <= 0.04)).toBe(true);
    for (const { trisomies } of [...usual, ...low]) {
      expect(trisomies).toEqual([{ chromosome: '18' }]);
    }
    expect(cohortOf(scenario, 'low unaffected', 2)[0]).not.toHaveProperty('trisomies');
  });
});

it('a plot is an SVG with a name, whatever the data are called', () => {
  const axes = {
    ...{ title: '<z> & "more"', xLabel: 'z', yLabel: 'n', xTicks: [0, 1], yTicks: [0, 2] },
    ...{ x: [0, 1] as const, y: [0, 2] as const },
  };
  const svg = svgPlot(axes, (plot) => {
    plot.bar(0, 0.5, { height: 1, colour: '#111111' });
    plot.dot(0.5, 9, '#111111');
    plot.line(
      [
        [0, 0],
        [1, 2],
      ],
      { colour: '#111111', dash: true },
    );
    plot.legend([['a', '#111111']]);
  });
  expect(svg).toContain('role="img" aria-label="&#60;z&#62; &#38; &#34;more&#34;"');
  expect(svg).toContain('<rect x="60" y="173" width="342" height="129" fill="#111111"/>');
  expect(svg).toContain('<circle cx="402" cy="44"');
  expect(svg).not.toMatch(/NaN|undefined/);
});
