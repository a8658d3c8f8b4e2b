import { expect, it } from 'vitest';
import { analyseSample } from '../../../src/analysis/analyse-sample.ts';
import type { BinCounts } from '../../../src/analysis/bin-counts/bin-counts.ts';
import { binRange } from '../../../src/analysis/genome/bin-grid.ts';
import { createControlGroupBuilder } from '../../../src/analysis/reference-model/control-group-builder.ts';
import { trainReferenceModel } from '../../../src/analysis/reference-model/train-reference-model.ts';
import {
  filesOf,
  goodValue,
  loadModel,
  simulatedControls,
  simulatedLandscape,
  simulatedSample,
} from '../../support/simulated-model.ts';

it('a trisomy of 13, 18 or 21 does not move the fetal fraction', () => {
  const landscape = simulatedLandscape(500_000);
  const builder = createControlGroupBuilder();
  for (const counts of simulatedControls(landscape, 60)) builder.add(counts, undefined);
  const { learnedGc, ...group } = goodValue(builder.finish());
  const trained = trainReferenceModel({ ...group, gc: learnedGc as Float64Array });
  const model = goodValue(loadModel(filesOf(goodValue(trained))));
  const euploid = simulatedSample(landscape, { fetalFraction: 0.15 });
  const estimate = (counts: BinCounts) => {
    const options = { softwareVersion: 'test', input: { file: 'a', sha256: 'b' } };
    return goodValue(analyseSample(counts, model, options)).fetalFraction;
  };
  expect(estimate(euploid).estimate).toBeGreaterThan(0.1);
  for (const chromosome of [13, 18, 21]) {
    const { start, end } = binRange(landscape.grid, chromosome - 1);
    // The same reads everywhere else: nothing of the estimate may have looked here.
    const gained = (counts: Uint32Array) =>
      counts.map((count, bin) => (bin >= start && bin < end ? Math.round(1.075 * count) : count));
    const { forward, reverse } = euploid;
    const trisomy = { ...euploid, forward: gained(forward), reverse: gained(reverse) };
    expect(estimate(trisomy)).toEqual(estimate(euploid));
  }
});
