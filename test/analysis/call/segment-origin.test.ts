import { expect, it } from 'vitest';
import { analyseSample } from '../../../src/analysis/analyse-sample.ts';
import { isBeyondFetal } from '../../../src/analysis/call/segment-origin.ts';
import {
  filesOf,
  goodValue,
  loadModel,
  simulatedControls,
  simulatedLandscape,
  simulatedSample,
  trainOn,
} from '../../support/simulated-model.ts';

const interval = { estimate: 0.1, low: 0.08, high: 0.12 };

it('tells a mother’s change from a fetus’s by its size', () => {
  expect(isBeyondFetal({ ratio: 1.45, z: 40 }, interval)).toBe(true);
  expect(isBeyondFetal({ ratio: 0.55, z: -40 }, interval)).toBe(true);
  expect(isBeyondFetal({ ratio: 1.05, z: 8 }, interval)).toBe(false);
  expect(isBeyondFetal({ ratio: 1.12, z: 5.1 }, interval)).toBe(false);
  expect(isBeyondFetal({ ratio: 1.2, z: 20 }, { high: null })).toBe(false);
  expect(isBeyondFetal({ ratio: 1.5, z: 50 }, { high: null })).toBe(true);
});

it('flags a maternal duplication in an analysis', () => {
  const landscape = simulatedLandscape(500_000);
  const model = goodValue(loadModel(filesOf(goodValue(trainOn(simulatedControls(landscape, 30))))));
  const options = { softwareVersion: 'test', input: { file: 'x', sha256: '0'.repeat(64) } };
  const analyse = (recipe: Parameters<typeof simulatedSample>[1]) =>
    goodValue(analyseSample(simulatedSample(landscape, recipe), model, options));
  const maternalDuplication = { chromosome: '3', start: 60_000_000, end: 72_000_000 };
  const found = analyse({ maternalDuplication });
  expect(found.segments).toHaveLength(1);
  expect(found.segments[0]).toMatchObject({ chromosome: '3', type: 'gain' });
  expect(Math.abs(found.segments[0].start - 60_000_000)).toBeLessThanOrEqual(2_000_000);
  expect(Math.abs(found.segments[0].end - 72_000_000)).toBeLessThanOrEqual(2_000_000);
  expect(found.flags).toContain('maternal-or-fetal');
  expect(analyse({}).flags).not.toContain('maternal-or-fetal');
});
