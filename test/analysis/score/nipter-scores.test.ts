import { expect, it } from 'vitest';
import { chiSquaredFactors } from '../../../src/analysis/normalise/chi-squared.ts';
import { matchControlGroup } from '../../../src/analysis/score/match-control-group.ts';
import { regressionZ, trainRegressionZ } from '../../../src/analysis/score/regression-z.ts';
import { fitLeastSquares } from '../../../src/analysis/statistics/least-squares.ts';

const all = Uint8Array.of(1, 1, 1);
const chi = (a: number[], b: number[], use = all) =>
  Array.from(chiSquaredFactors({ controls: [Float64Array.from(a), Float64Array.from(b)], use }));

it('damps the bins that vary more than counting explains', () => {
  expect(chi([100, 40, 60], [100, 60, 40])).toEqual([1, 1, 1]);
  expect(chi([100, 20, 80], [100, 80, 20])).toEqual([1, 1 / 36, 1 / 36]);
});

it('damps nothing without a group, without counts, or outside the used bins', () => {
  expect(chi([100, 20, 80], [0, 0, 0])).toEqual([1, 1, 1]);
  expect(chi([0, 20, 180], [0, 180, 20])).toEqual([1, 100 / 12800, 100 / 12800]);
  expect(chi([100, 20, 80], [100, 80, 20], Uint8Array.of(1, 1, 0))[2]).toBe(1);
  const one = chiSquaredFactors({ controls: [Float64Array.of(1, 50, 9)], use: all });
  expect(Array.from(one)).toEqual([1, 1, 1]);
});

it('fits the line of least squares', () => {
  const response = Float64Array.of(1, 3, 5);
  const fit = fitLeastSquares(response, [Float64Array.of(0, 1, 2)]);
  expect(fit?.intercept).toBeCloseTo(1, 12);
  expect(fit?.coefficients[0]).toBeCloseTo(2, 12);
  expect(fit?.squares).toBeCloseTo(0, 20);
  expect(fitLeastSquares(response, [Float64Array.of(7, 7, 7)])).toBeNull();
  const twice = Float64Array.of(0, 1, 2);
  expect(fitLeastSquares(response, [twice, twice])).toBeNull();
});

it('learns a regression and scores by the larger CV', () => {
  const [model, ...others] = trainRegressionZ({
    response: Float64Array.of(2, 4, 6, 8.1),
    predictors: [{ chromosomeIndex: 0, values: Float64Array.of(1, 2, 3, 4) }],
  });
  expect(others).toEqual([]);
  expect(model.predictors).toEqual([0]);
  expect(model.intercept).toBeCloseTo(-0.05, 10);
  expect(model.coefficients[0]).toBeCloseTo(2.03, 10);
  expect(model.practicalCv).toBeCloseTo(0.0073, 4);

  const line = { predictors: [0], intercept: 0, coefficients: Float64Array.of(2) };
  const sample = { response: 2.06, predictors: Float64Array.of(1), chromosomeReads: 13_225 };
  const counted = regressionZ(sample, { ...line, practicalCv: 0.005 });
  expect(counted.z).toBeCloseTo(3, 10);
  expect(counted.cv).toBeCloseTo(0.01, 12);
  expect(counted.cvType).toBe('theoretical');
  const spread = regressionZ(sample, { ...line, practicalCv: 0.03 });
  expect(spread.z).toBeCloseTo(1, 10);
  expect(spread).toMatchObject({ cv: 0.03, cvType: 'practical' });
});

it('keeps both strands of a chromosome out of one model and predictors out of two', () => {
  const wave = (frequency: number) =>
    Float64Array.from({ length: 30 }, (_, i) => 1 + 0.01 * Math.sin(frequency * i));
  const response = Float64Array.from({ length: 30 }, (_, i) => wave(1)[i] + wave(1.1)[i]);
  const predictors = [0, 1, 2, 0, 1, 2].map((chromosomeIndex, k) => ({
    chromosomeIndex,
    values: wave(k < 3 ? 1 + k / 10 : 1.05 + k / 7),
  }));
  const models = trainRegressionZ({ response, predictors });
  const taken = models.flatMap((model) => model.predictors);
  expect(models.length).toBeGreaterThan(1);
  expect(models[0].predictors.slice(0, 2).toSorted()).toEqual([0, 1]);
  expect(new Set(taken).size).toBe(taken.length);
  for (const { predictors: indices } of models) {
    const chromosomes = indices.map((index) => predictors[index].chromosomeIndex);
    expect(new Set(chromosomes).size).toBe(chromosomes.length);
  }
  expect(trainRegressionZ({ response: Float64Array.of(1, 2), predictors: [] })).toEqual([]);
});

it('ranks controls by their distance', () => {
  const options = {
    sample: [Float64Array.of(0.5, 0.5)],
    controls: [
      { name: 'far', strands: [Float64Array.of(0.7, 0.3)] },
      { name: 'near', strands: [Float64Array.of(0.4, 0.6)] },
    ],
  };
  const matches = matchControlGroup({ ...options, chromosomeIndexes: [0, 1] });
  expect(matches.map(({ name }) => name)).toEqual(['near', 'far']);
  expect(matches[0].sumOfSquares).toBeCloseTo(0.02, 12);
  expect(matches[1].sumOfSquares).toBeCloseTo(0.08, 12);
  expect(matchControlGroup({ ...options, chromosomeIndexes: [] })[0].name).toBe('far');
});
