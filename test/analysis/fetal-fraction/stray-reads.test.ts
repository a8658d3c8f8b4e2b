import { expect, it } from 'vitest';
import { analyseSample } from '../../../src/analysis/analyse-sample.ts';
import type { BinCounts } from '../../../src/analysis/bin-counts/bin-counts.ts';
import { createControlGroupBuilder } from '../../../src/analysis/reference-model/control-group-builder.ts';
import type { ReferenceModel } from '../../../src/analysis/reference-model/reference-model.ts';
import { trainReferenceModel } from '../../../src/analysis/reference-model/train-reference-model.ts';
import {
  filesOf,
  goodValue,
  loadModel,
  simulatedControls,
  simulatedLandscape,
  simulatedSample,
} from '../../support/simulated-model.ts';

const landscape = simulatedLandscape(1_000_000);
const first = landscape.grid.chromosomeStarts[23];

/** The same sample from a laboratory whose aligner strays to chrY more often. */
function withStrays(counts: BinCounts): BinCounts {
  const forward = counts.forward.map((count, bin) =>
    bin >= first + 3 && bin < first + 28 ? count + 30 : count,
  );
  const counted = [...forward, ...counts.reverse].reduce((sum, value) => sum + value, 0);
  return { ...counts, forward, reads: { counted } };
}

/** Learned from controls of known sex, as simulated: girls and boys in turn. */
function modelOf(controls: readonly BinCounts[]): ReferenceModel {
  const builder = createControlGroupBuilder();
  controls.forEach((counts, i) => {
    const fetalSex = i % 2 === 1 ? ('male' as const) : ('female' as const);
    builder.add(counts, { batch: null, fetalSex, fetalFraction: null });
  });
  const { learnedGc, ...group } = goodValue(builder.finish());
  const trained = trainReferenceModel({ ...group, gc: learnedGc as Float64Array });
  return goodValue(loadModel(filesOf(goodValue(trained))));
}

it('learns from the control group’s girls how many reads stray to chrY', () => {
  const controls = simulatedControls(landscape, 24);
  const [clean, straying] = [controls, controls.map(withStrays)].map(modelOf);
  const options = { softwareVersion: '0', input: { file: 'a', sha256: 'b' }, restricted: true };
  const restrictedOf = (counts: BinCounts, model: ReferenceModel) =>
    goodValue(analyseSample(counts, model, options)).restricted;
  const girl = simulatedSample(landscape, { fetalSex: 'female' });
  const boy = simulatedSample(landscape, { fetalSex: 'male' });
  const home = restrictedOf(withStrays(girl), straying);
  expect(home?.fetalSex).toBe('female');
  expect(Math.abs(home?.chromosomeY.z as number)).toBeLessThan(4);
  expect(home?.flags).toEqual([]);
  // To a model that knows no such strays, the same girl looks like part of a boy.
  expect(restrictedOf(withStrays(girl), clean)?.chromosomeY.z).toBeGreaterThan(5);
  const estimates = [restrictedOf(boy, clean), restrictedOf(withStrays(boy), straying)].map(
    (result) => result?.fetalFraction.chrY.estimate as number,
  );
  expect(estimates[0]).toBeCloseTo(0.1, 1);
  expect(Math.abs(estimates[1] - estimates[0])).toBeLessThan(0.01);
});
