import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { autosomeCount, chromosomes } from '../../src/analysis/genome/chromosome.ts';
import { gcBinWeights } from '../../src/analysis/normalise/gc-bin-weight.ts';
import { gcLoessFactors } from '../../src/analysis/normalise/gc-loess.ts';
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
import { peerDescribe, sharedFolder } from '../support/peers.ts';

// Tolerances: the golden bins are printed to 8 digits and the GC table to 4 decimals, which moves a
// LOESS fit by up to 1e-5; everything that needs no LOESS agrees to the printed digits.
const states = ['uncorrected', 'loess', 'bin_weight'] as const;
const zTolerance = { uncorrected: 1e-8, loess: 1e-3, bin_weight: 1e-6 };
const fractionTolerance = { uncorrected: 1e-12, loess: 5e-6, bin_weight: 1e-9 };
type State = (typeof states)[number];

const shared = sharedFolder() ?? '';
const golden = join(shared, 'golden/nipter');
const sampleNames = [
  'trisomy-21',
  ...Array.from({ length: 40 }, (_, i) => `control-${String(i + 1).padStart(2, '0')}`),
];

let gcPercent: Float64Array;
let strandsOf: Record<State, Map<string, Strands>>;

function correct(strands: Strands, state: State): Strands {
  const counts = addStrands(strands);
  const use = new Uint8Array(counts.length).fill(1, 0, nipterGrid.chromosomeStarts[autosomeCount]);
  const options = { counts, gc: gcPercent, use };
  if (state === 'uncorrected') return strands;
  const factors =
    state === 'loess' ? gcLoessFactors(options) : gcBinWeights({ ...options, classesPerUnit: 10 });
  const scale = (strand: Float64Array) => strand.map((count, i) => count * factors[i]);
  return { forward: scale(strands.forward), reverse: scale(strands.reverse) };
}

/** NIPTeR's fraction: each strand sums to one half, then both are added. */
function strandwiseFractions({ forward, reverse }: Strands): Float64Array {
  const reverseFractions = chromosomeFractions(reverse, nipterGrid);
  return chromosomeFractions(forward, nipterGrid).map((f, c) => (f + reverseFractions[c]) / 2);
}

peerDescribe(
  'NIPTeR on real and simulated samples',
  { what: '../shared/golden/nipter', present: shared !== '' },
  () => {
    beforeAll(() => {
      gcPercent = readAutosomalBins(join(golden, 'gc_percent_hg19_50kb.tsv.gz'));
      strandsOf = { uncorrected: new Map(), loess: new Map(), bin_weight: new Map() };
      for (const name of sampleNames) {
        const folder = name.startsWith('control')
          ? join(golden, 'counts')
          : join(shared, 'data/nipter');
        const strands = readStrands(join(folder, `${name}.bins.tsv.gz`));
        for (const state of states) strandsOf[state].set(name, correct(strands, state));
      }
    });

    it('has the LOESS-corrected share of chromosome 21 in the three real samples', () => {
      const expected = { 'trisomy-21': 1.42505, 'unaffected-1': 1.38543, 'unaffected-2': 1.3806 };
      for (const [name, percent] of Object.entries(expected)) {
        const strands = readStrands(join(shared, `data/nipter/${name}.bins.tsv.gz`));
        const corrected = addStrands(correct(strands, 'loess'));
        const share = 100 * chromosomeFractions(corrected, nipterGrid)[20];
        expect(Math.abs(share - percent), name).toBeLessThan(0.0002);
      }
    });

    it.each([
      ['loess', 2e-5],
      ['bin_weight', 1e-7],
    ] as const)('corrects every bin as its %s', (state, tolerance) => {
      const corrected = addStrands(strandsOf[state].get('trisomy-21') as Strands);
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
      let compared = 0;
      for (const [state, name, chromosome, forward, reverse] of rows) {
        if (!isState(state)) continue;
        const strands = strandsOf[state].get(name) as Strands;
        const c = Number(chromosome) - 1;
        const ours = [strands.forward, strands.reverse].map(
          (strand) => chromosomeFractions(strand, nipterGrid)[c] / 2,
        );
        expect(Math.abs(ours[0] - Number(forward))).toBeLessThan(fractionTolerance[state]);
        expect(Math.abs(ours[1] - Number(reverse))).toBeLessThan(fractionTolerance[state]);
        compared += 1;
      }
      expect(compared).toBeGreaterThanOrEqual(3 * 22);
    });

    it.each(states)('has its z-scores, %s', (state) => {
      const fractions = new Map(
        sampleNames.map((name) => [
          name,
          strandwiseFractions(strandsOf[state].get(name) as Strands),
        ]),
      );
      const rows = readRows(join(golden, 'z_scores.tsv')).filter((row) => row[0] === state);
      expect(rows.length).toBe(3 * sampleNames.length);
      for (const [, chromosome, name, z] of rows) {
        const c = Number(chromosome) - 1;
        const of = (sample: string) => (fractions.get(sample) as Float64Array)[c];
        const group = meanAndStandardDeviation(sampleNames.slice(1).map(of));
        expect(Math.abs(zScore(of(name), group) - Number(z))).toBeLessThan(zTolerance[state]);
      }
    });

    it.each(states)('chooses its NCV denominators, %s', (state) => {
      const fractions = new Map(
        sampleNames.map((name) => [
          name,
          chromosomeFractions(addStrands(strandsOf[state].get(name) as Strands), nipterGrid),
        ]),
      );
      const controls = sampleNames.slice(1).map((name) => fractions.get(name) as Float64Array);
      const rows = readRows(join(golden, 'ncv.tsv')).filter((row) => row[0] === state);
      expect(rows.length).toBe(3);
      for (const [, chromosome, denominators, mean, sd, ncv] of rows) {
        const chromosomeIndex = Number(chromosome) - 1;
        const candidates = Array.from({ length: autosomeCount }, (_, c) => c).filter(
          (c) => !['13', '18', '21'].includes(chromosomes[c]),
        );
        const template = chooseNcvDenominators({
          fractions: controls,
          chromosomeIndex,
          candidates,
          denominatorsMax: 4,
        });
        if (template === null) expect.fail('no template');
        const names = template.denominators.map((c) => chromosomes[c]);
        expect(names.toSorted()).toEqual(denominators.split(',').toSorted());
        const relative = { uncorrected: 1e-9, loess: 1e-3, bin_weight: 1e-6 }[state];
        expect(Math.abs(template.mean / Number(mean) - 1)).toBeLessThan(relative);
        expect(Math.abs(template.standardDeviation / Number(sd) - 1)).toBeLessThan(relative);
        const sample = fractions.get('trisomy-21') as Float64Array;
        const score = ncvScore({ fractions: sample, chromosomeIndex, template });
        expect(Math.abs(score / Number(ncv) - 1)).toBeLessThan(relative);
      }
    });
  },
);

function isState(word: string): word is State {
  return (states as readonly string[]).includes(word);
}
