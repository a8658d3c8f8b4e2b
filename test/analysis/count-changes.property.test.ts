import { describe, expect, it } from 'vitest';
import { coinFlips } from '../../fixtures/simulate/binomial.ts';
import { poisson } from '../../fixtures/simulate/poisson.ts';
import { SeededRandom } from '../../fixtures/simulate/seeded-random.ts';
import { analyseSample } from '../../src/analysis/analyse-sample.ts';
import type { BinCounts } from '../../src/analysis/bin-counts/bin-counts.ts';
import { binRange } from '../../src/analysis/genome/bin-grid.ts';
import { chromosomes } from '../../src/analysis/genome/chromosome.ts';
import { correctedFractions } from '../../src/analysis/normalise/corrected-fractions.ts';
import { createExpectedProfile } from '../../src/analysis/normalise/expected-profile.ts';
import { normaliseSample } from '../../src/analysis/normalise/normalise-sample.ts';
import {
  filesOf,
  goodValue,
  loadModel,
  simulatedControls,
  simulatedLandscape,
  simulatedSample,
  trainOn,
} from '../support/simulated-model.ts';

const landscape = simulatedLandscape(500_000);
const model = goodValue(loadModel(filesOf(goodValue(trainOn(simulatedControls(landscape, 60))))));
const options = { softwareVersion: 'test', input: { file: 'a.bam', sha256: 'ab' } };

function scoreOf(counts: BinCounts, chromosome: string) {
  const { chromosomes: scores } = goodValue(analyseSample(counts, model, options));
  const { z, fraction, expected } = scores[Number(chromosome) - 1];
  return { z: Number(z), excess: Number(fraction) / Number(expected) - 1 };
}

function changed(counts: BinCounts, change: (count: number, bin: number) => number): BinCounts {
  const forward = counts.forward.map(change);
  const reverse = counts.reverse.map(change);
  const counted = [...forward, ...reverse].reduce((sum, value) => sum + value, 0);
  return { ...counts, forward, reverse, reads: { counted } };
}

const trisomies = ['21', '18', '13'].flatMap((chromosome, k) =>
  [1, 2, 3].map((seed) => {
    const recipe = { trisomies: [{ chromosome }], fetalFraction: 0.15, seed: 10 * k + seed };
    return { chromosome, counts: simulatedSample(landscape, recipe) };
  }),
);

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('a trisomy', () => {
  const before = trisomies.map(({ chromosome, counts }) => scoreOf(counts, chromosome));

  it('keeps its excess and loses up to the root of two in z when each read stays or goes', () => {
    const random = new SeededRandom(1, 'thinning');
    const after = trisomies.map(({ chromosome, counts }) =>
      scoreOf(
        changed(counts, (count) => coinFlips(random, count)),
        chromosome,
      ),
    );
    const zRatio = meanOf(after.map(({ z }, i) => before[i].z / z));
    expect(zRatio).toBeGreaterThan(1.15);
    expect(zRatio).toBeLessThan(1.55);
    expect(meanOf(after.map(({ excess }, i) => excess / before[i].excess))).toBeCloseTo(1, 1);
  });

  it('loses half of its excess under as much Poisson noise of euploid reads', () => {
    const random = new SeededRandom(2, 'noise');
    const { expected } = model.profile;
    const after = trisomies.map(({ chromosome, counts }) => {
      const { depth } = normaliseSample(counts.forward, model.profile);
      const noise = (bin: number) => poisson(random, expected[bin] * depth);
      return scoreOf(
        changed(counts, (count, bin) => count + noise(bin)),
        chromosome,
      );
    });
    expect(meanOf(after.map(({ excess }, i) => excess / before[i].excess))).toBeCloseTo(0.5, 1);
    after.forEach(({ z }, i) => {
      expect(z).toBeLessThan(before[i].z);
      expect(z).toBeGreaterThan(0);
    });
  });
});

describe('bins in another order within their chromosomes', () => {
  it.each([1, 2, 3])('give the same expectation bin by bin, and the same fractions: %i', (seed) => {
    const { grid, expected, gc } = model.profile;
    const order = shuffledWithin(seed);
    const permuted = createExpectedProfile(grid, {
      expected: order.map((bin) => expected[bin]),
      gc: order.map((bin) => gc[bin]),
    });
    const reads = trisomies[0].counts.forward;
    const straight = normaliseSample(reads, model.profile);
    const turned = normaliseSample(
      Uint32Array.from(order, (bin) => reads[bin]),
      permuted,
    );
    expect(turned.depth).toBe(straight.depth);
    turned.expectedReads.forEach((value, place) => {
      // Bins of one GC may fall into neighbouring strata in another order.
      const was = straight.expectedReads[order[place]];
      expect(Math.abs(value - was)).toBeLessThanOrEqual(1e-3 * was + 1e-9);
    });
    const fractions = correctedFractions(straight, model.profile);
    correctedFractions(turned, permuted).forEach((value, c) => {
      expect(Math.abs(value / fractions[c] - 1)).toBeLessThan(0.005);
    });
  });
});

/** The old place of each bin. */
function shuffledWithin(seed: number): Float64Array {
  const random = new SeededRandom(seed, 'permutation');
  const { grid } = model.profile;
  const order = Float64Array.from({ length: grid.binCount }, (_, bin) => bin);
  chromosomes.forEach((_, c) => {
    const { start, end } = binRange(grid, c);
    for (let i = end - 1; i > start; i--) {
      const k = start + random.below(i - start + 1);
      [order[i], order[k]] = [order[k], order[i]];
    }
  });
  return order;
}
