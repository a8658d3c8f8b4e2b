import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { autosomeCount, chromosomes } from '../../src/analysis/genome/chromosome.ts';
import { isReferenceAutosome } from '../../src/analysis/normalise/genome-windows.ts';
import { chromosomeFractions } from '../../src/analysis/score/chromosome-fraction.ts';
import { chooseNcvDenominators, ncvScore } from '../../src/analysis/score/ncv.ts';
import { zScore } from '../../src/analysis/score/z-score.ts';
import { meanAndStandardDeviation } from '../../src/analysis/statistics/mean-and-standard-deviation.ts';
import {
  addStrands,
  nipterGrid,
  readAutosomalBins,
  readRows,
  readStrands,
  type Strands,
} from '../support/nipter.ts';
import {
  controlNames,
  correctAll,
  correctByLoess,
  golden,
  type NipterSamples,
  type NipterState,
  nipterStates,
  sampleNames,
  shared,
  strandsOf,
} from '../support/nipter-golden.ts';
import { peerDescribe } from '../support/peers.ts';

// Tolerances: the golden bins are printed to 8 digits and the GC table to 4 decimals, which moves a
// LOESS fit by up to 1e-5; everything that needs no LOESS agrees to the printed digits.
const zTolerance = { uncorrected: 1e-8, loess: 1e-3, bin_weight: 1e-6, loess_chi: 1e-3 };
const ncvTolerance = { uncorrected: 1e-9, loess: 1e-3, bin_weight: 1e-6, loess_chi: 1e-3 };
const fractionTolerance = { uncorrected: 1e-12, loess: 5e-6, bin_weight: 1e-9, loess_chi: 5e-6 };

let samples: NipterSamples;

/** NIPTeR's fraction: each strand sums to one half, then both are added. */
function strandwiseFractions({ forward, reverse }: Strands): Float64Array {
  const reverseFractions = chromosomeFractions(reverse, nipterGrid);
  return chromosomeFractions(forward, nipterGrid).map((f, c) => (f + reverseFractions[c]) / 2);
}

function fractionsOf(state: NipterState, toFractions: (strands: Strands) => Float64Array) {
  const fractions = sampleNames.map((name) => toFractions(strandsOf(samples[state], name)));
  const [sample, ...controls] = fractions;
  return { sample, controls };
}

const need = { what: '../shared/golden/nipter', present: shared !== '' };

peerDescribe('NIPTeR on real and simulated samples', need, () => {
  beforeAll(() => {
    samples = correctAll();
  });

  it('has the LOESS-corrected share of chromosome 21 in the three real samples', () => {
    const gcPercent = readAutosomalBins(join(golden, 'gc_percent_hg19_50kb.tsv.gz'));
    const expected = { 'trisomy-21': 1.42505, 'unaffected-1': 1.38543, 'unaffected-2': 1.3806 };
    for (const [name, percent] of Object.entries(expected)) {
      const strands = readStrands(join(shared, `data/nipter/${name}.bins.tsv.gz`));
      const corrected = addStrands(correctByLoess(strands, gcPercent));
      const share = 100 * chromosomeFractions(corrected, nipterGrid)[20];
      expect(Math.abs(share - percent), name).toBeLessThan(0.0002);
    }
  });

  it.each([
    ['loess', 2e-5],
    ['bin_weight', 1e-7],
    ['loess_chi', 2e-5],
  ] as const)('corrects every bin as its %s', (state, tolerance) => {
    const corrected = addStrands(strandsOf(samples[state], 'trisomy-21'));
    const oracle = readAutosomalBins(join(golden, `corrected_bins_${state}.tsv.gz`));
    const compared = Array.from(oracle.keys()).filter((i) => !Number.isNaN(oracle[i]));
    const errors = compared.map((i) => Math.abs(corrected[i] / oracle[i] - 1));
    expect(compared.length).toBeGreaterThan(53_000);
    // Both sides of a bin of 0.1 reads are rounded to 5 decimals; judge bins of a read or more.
    const large = errors.filter((_, k) => oracle[compared[k]] >= 1);
    expect(large.reduce((a, b) => Math.max(a, b))).toBeLessThan(tolerance);
  });

  it('has its chromosome fractions, strand by strand', () => {
    const rows = readRows(join(golden, 'chromosome_fractions.tsv'));
    const fractions = new Map(
      nipterStates.flatMap((state) =>
        sampleNames.map((name) => {
          const { forward, reverse } = strandsOf(samples[state], name);
          const strands = [forward, reverse].map((s) => chromosomeFractions(s, nipterGrid));
          return [`${state}/${name}`, strands];
        }),
      ),
    );
    expect(rows).toHaveLength(nipterStates.length * sampleNames.length * autosomeCount);
    for (const [state, name, chromosome, ...strands] of rows) {
      const ours = fractions.get(`${state}/${name}`)?.map((f) => f[Number(chromosome) - 1] / 2);
      const errors = strands.map((value, k) => Math.abs((ours?.[k] ?? Number.NaN) - Number(value)));
      expect(Math.max(...errors)).toBeLessThan(fractionTolerance[state as NipterState]);
    }
  });

  it.each(nipterStates)('has its z-scores, %s', (state) => {
    const { sample, controls } = fractionsOf(state, strandwiseFractions);
    const all = [sample, ...controls];
    const rows = readRows(join(golden, 'z_scores.tsv')).filter((row) => row[0] === state);
    expect(rows).toHaveLength(3 * sampleNames.length);
    for (const [, chromosome, name, z] of rows) {
      const c = Number(chromosome) - 1;
      const group = meanAndStandardDeviation(controls.map((fractions) => fractions[c]));
      const ours = zScore(all[sampleNames.indexOf(name)][c], group);
      expect(Math.abs(ours - Number(z))).toBeLessThan(zTolerance[state]);
    }
  });

  it.each(nipterStates)('chooses its NCV denominators, %s', (state) => {
    const { sample, controls } = fractionsOf(state, (strands) =>
      chromosomeFractions(addStrands(strands), nipterGrid),
    );
    const rows = readRows(join(golden, 'ncv.tsv')).filter((row) => row[0] === state);
    expect(rows).toHaveLength(3);
    expect(controls).toHaveLength(controlNames.length);
    for (const [, chromosome, denominators, mean, sd, ncv] of rows) {
      const chromosomeIndex = Number(chromosome) - 1;
      const template = chooseNcvDenominators({
        fractions: controls,
        chromosomeIndex,
        candidates: Array.from({ length: autosomeCount }, (_, c) => c).filter(isReferenceAutosome),
        denominatorsMax: 4,
      });
      if (template === null) expect.fail('no template');
      const names = template.denominators.map((c) => chromosomes[c]);
      expect(names.toSorted()).toEqual(denominators.split(',').toSorted());
      const score = ncvScore({ fractions: sample, chromosomeIndex, template });
      const ours = [template.mean, template.standardDeviation, score];
      const errors = [mean, sd, ncv].map((value, k) => Math.abs(ours[k] / Number(value) - 1));
      expect(Math.max(...errors)).toBeLessThan(ncvTolerance[state]);
    }
  });
});
