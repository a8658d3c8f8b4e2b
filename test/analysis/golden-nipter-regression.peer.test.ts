import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { autosomeCount } from '../../src/analysis/genome/chromosome.ts';
import { isReferenceAutosome } from '../../src/analysis/normalise/genome-windows.ts';
import { chromosomeFractions } from '../../src/analysis/score/chromosome-fraction.ts';
import { matchControlGroup } from '../../src/analysis/score/match-control-group.ts';
import { regressionZ, trainRegressionZ } from '../../src/analysis/score/regression-z.ts';
import { addStrands, nipterGrid, readRows } from '../support/nipter.ts';
import {
  controlNames,
  correctAll,
  golden,
  type NipterSamples,
  type NipterState,
  nipterStates,
  sampleNames,
  shared,
  strandsOf,
} from '../support/nipter-golden.ts';
import { peerDescribe } from '../support/peers.ts';

/** Shares of the 22 autosomes, forward then reverse; each strand sums to one half. */
type Shares = readonly [Float64Array, Float64Array];

let samples: NipterSamples;
/** Our own shares, and those NIPTeR printed. */
const ours = new Map<string, Shares>();
const printed = new Map<string, Shares>();

function sharesIn(source: ReadonlyMap<string, Shares>, state: NipterState, name: string): Shares {
  const shares = source.get(`${state}/${name}`);
  if (shares === undefined) throw new Error(`no shares of ${name}, ${state}`);
  return shares;
}

/** Predictors as NIPTeR orders them: every forward strand, then every reverse strand. */
const predictors = [0, 1].flatMap((strand) =>
  Array.from({ length: autosomeCount }, (_, chromosomeIndex) => ({
    strand,
    chromosomeIndex,
  })).filter(({ chromosomeIndex }) => isReferenceAutosome(chromosomeIndex)),
);
const labels = predictors.map(
  ({ strand, chromosomeIndex }) => `${chromosomeIndex + 1}${'FR'[strand]}`,
);

function scoreByRegression(
  source: ReadonlyMap<string, Shares>,
  state: NipterState,
  chromosomeIndex: number,
) {
  const controls = controlNames.map((name) => sharesIn(source, state, name));
  const total = ([forward, reverse]: Shares) => forward[chromosomeIndex] + reverse[chromosomeIndex];
  const models = trainRegressionZ({
    response: Float64Array.from(controls, total),
    predictors: predictors.map(({ strand, chromosomeIndex: c }) => ({
      chromosomeIndex: c,
      values: Float64Array.from(controls, (shares) => shares[strand][c]),
    })),
  });
  const sample = sharesIn(source, state, 'trisomy-21');
  const reads = addStrands(strandsOf(samples[state], 'trisomy-21'));
  const [from, to] = nipterGrid.chromosomeStarts.slice(chromosomeIndex, chromosomeIndex + 2);
  const facts = {
    response: total(sample),
    predictors: Float64Array.from(predictors, (p) => sample[p.strand][p.chromosomeIndex]),
    chromosomeReads: reads.subarray(from, to).reduce((sum, count) => sum + count, 0),
  };
  return models.map((model) => ({
    predictors: model.predictors.map((index) => labels[index]).join(','),
    ...regressionZ(facts, model),
  }));
}

const need = { what: '../shared/golden/nipter', present: shared !== '' };

peerDescribe('NIPTeR’s regression and match', need, () => {
  beforeAll(() => {
    samples = correctAll();
    for (const state of nipterStates) {
      for (const name of sampleNames) {
        const { forward, reverse } = strandsOf(samples[state], name);
        const half = (strand: Float64Array) =>
          chromosomeFractions(strand, nipterGrid).map((share) => share / 2);
        ours.set(`${state}/${name}`, [half(forward), half(reverse)]);
      }
    }
    for (const [state, name, chromosome, ...strands] of readRows(
      join(golden, 'chromosome_fractions.tsv'),
    )) {
      const key = `${state}/${name}`;
      const empty: Shares = [new Float64Array(autosomeCount), new Float64Array(autosomeCount)];
      const shares = printed.get(key) ?? empty;
      strands.forEach((value, k) => {
        shares[k][Number(chromosome) - 1] = Number(value);
      });
      printed.set(key, shares);
    }
  });

  // z times CV, the relative excess, rests on the shares alone: from the printed ones (13 digits)
  // it agrees to 1e-8. Reads, behind the theoretical CV, and our own shares carry a LOESS's 1e-5.
  const fromShares = { uncorrected: 1e-8, loess: 1e-5, bin_weight: 1e-8, loess_chi: 1e-5 };

  it.each(nipterStates)('has its predictors, CVs and regression z, %s', (state) => {
    const rows = readRows(join(golden, 'regression_z.tsv')).filter((row) => row[0] === state);
    expect(rows).toHaveLength(12);
    for (const chromosome of ['13', '18', '21']) {
      const expected = rows.filter((row) => row[1] === chromosome);
      const c = Number(chromosome) - 1;
      for (const [source, tolerance] of [
        [printed, 1e-8],
        [ours, fromShares[state]],
      ] as const) {
        const models = scoreByRegression(source, state, c);
        expect(models.map((model) => model.predictors)).toEqual(expected.map((row) => row[6]));
        models.forEach((model, m) => {
          const [, , , z, cv, cvType] = expected[m];
          expect(`${model.cvType}_cv`).toBe(cvType.toLowerCase());
          expect(Math.abs(model.cv / Number(cv) - 1)).toBeLessThan(fromShares[state]);
          const excess = (model.z * model.cv) / (Number(z) * Number(cv));
          expect(Math.abs(excess - 1)).toBeLessThan(tolerance);
        });
      }
    }
  });

  it.each(nipterStates)('ranks the controls as its match does, %s', (state) => {
    const rows = readRows(join(golden, 'match_control_group.tsv')).filter(
      (row) => row[0] === state,
    );
    expect(rows).toHaveLength(controlNames.length);
    const chromosomeIndexes = Array.from({ length: autosomeCount }, (_, c) => c).filter(
      isReferenceAutosome,
    );
    for (const [source, tolerance] of [
      [printed, 1e-9],
      [ours, { uncorrected: 1e-9, loess: 1e-3, bin_weight: 1e-6, loess_chi: 1e-3 }[state]],
    ] as const) {
      const matches = matchControlGroup({
        sample: sharesIn(source, state, 'trisomy-21'),
        controls: controlNames.map((name) => ({ name, strands: sharesIn(source, state, name) })),
        chromosomeIndexes,
      });
      expect(matches.map(({ name }) => name)).toEqual(rows.map((row) => row[2]));
      matches.forEach(({ sumOfSquares }, i) => {
        expect(Math.abs(sumOfSquares / Number(rows[i][3]) - 1)).toBeLessThan(tolerance);
      });
    }
  });
});
