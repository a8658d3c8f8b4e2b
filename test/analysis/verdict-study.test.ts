import { describe, expect, it } from 'vitest';
import { analyseSample } from '../../src/analysis/analyse-sample.ts';
import { targets } from '../../src/analysis/genome/chromosome.ts';
import { meanAndStandardDeviation } from '../../src/analysis/statistics/mean-and-standard-deviation.ts';
import {
  filesOf,
  goodValue,
  loadModel,
  simulatedControls,
  simulatedLandscape,
  simulatedSample,
  trainOn,
} from '../support/simulated-model.ts';

// The full acceptance is benchmarks/verdict-study.ts; this is its small sister for every test run.
describe('200 controls and 100 samples of batches unseen', () => {
  const landscape = simulatedLandscape(50_000, 71);
  const trained = goodValue(trainOn(simulatedControls(landscape, 200)));
  const model = goodValue(loadModel(filesOf(trained)));
  const options = { softwareVersion: 'test', input: { file: 'a', sha256: 'b' } };
  const samples = Array.from({ length: 100 }, (_, i) => {
    const chromosome = i < 60 ? null : targets[i % 3].chromosome;
    const fetalFraction = 0.08 + (0.07 * ((i * 37) % 100)) / 100;
    const fetalSex = i % 2 === 0 ? ('female' as const) : ('male' as const);
    const counts = simulatedSample(landscape, {
      seed: 5_000 + i,
      batch: `unseen-${i % 7}`,
      fetalSex,
      fetalFraction,
      ...(chromosome && { trisomies: [{ chromosome }] }),
    });
    return {
      chromosome,
      fetalFraction,
      fetalSex,
      result: goodValue(analyseSample(counts, model, options)),
    };
  });

  it('calls every trisomy and nothing else', () => {
    for (const { chromosome, result } of samples) {
      const high = result.calls.filter(({ verdict }) => verdict === 'high-risk');
      expect(high.map(({ target }) => target)).toEqual(chromosome ? [`T${chromosome}`] : []);
    }
  });

  it('scores the unaffected honestly', () => {
    const zScores = samples.flatMap(({ chromosome, result }) =>
      targets
        .filter((target) => target.chromosome !== chromosome)
        .map((target) => result.chromosomes[Number(target.chromosome) - 1].z as number),
    );
    const { mean, standardDeviation } = meanAndStandardDeviation(zScores);
    expect(Math.abs(mean)).toBeLessThan(0.25);
    expect(standardDeviation).toBeGreaterThan(0.85);
    expect(standardDeviation).toBeLessThan(1.15);
  });

  it.each(['male', 'female'] as const)('estimates the fetal fraction with a %s fetus', (sex) => {
    const errors = samples
      .filter(({ fetalSex }) => fetalSex === sex)
      .map(
        ({ fetalFraction, result }) => (result.fetalFraction.estimate as number) - fetalFraction,
      );
    const absolute = errors.map(Math.abs);
    expect(meanAndStandardDeviation(absolute).mean).toBeLessThan(0.01);
    expect(Math.abs(meanAndStandardDeviation(errors).mean)).toBeLessThan(0.004);
  });
});
