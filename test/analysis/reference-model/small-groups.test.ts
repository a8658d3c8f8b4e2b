import { describe, expect, it } from 'vitest';
import { analyseSample } from '../../../src/analysis/analyse-sample.ts';
import type { BinCounts } from '../../../src/analysis/bin-counts/bin-counts.ts';
import type { Result } from '../../../src/analysis/data-problem.ts';
import { createControlGroupBuilder } from '../../../src/analysis/reference-model/control-group-builder.ts';
import type { SampleFacts } from '../../../src/analysis/reference-model/parse-samples.ts';
import {
  type TrainedModel,
  trainReferenceModel,
} from '../../../src/analysis/reference-model/train-reference-model.ts';
import {
  filesOf,
  goodValue,
  loadModel,
  simulatedControls,
  simulatedLandscape,
  simulatedSample,
} from '../../support/simulated-model.ts';

const landscape = simulatedLandscape(200_000);
const controls = simulatedControls(landscape, 60);
const ofSex = (rest: number) => controls.filter((_, i) => i % 2 === rest);

function train(
  group: readonly BinCounts[],
  facts: (i: number) => SampleFacts | undefined = () => undefined,
): Result<TrainedModel> {
  const builder = createControlGroupBuilder();
  for (const [i, counts] of group.entries()) {
    const problem = builder.add(counts, facts(i));
    if (problem) return { ok: false, problem };
  }
  const { learnedGc, ...rest } = goodValue(builder.finish());
  return trainReferenceModel({ ...rest, gc: learnedGc as Float64Array });
}

describe('a small control group', () => {
  it('of 30 boys and 30 girls gives a fetal fraction', () => {
    const { fetalFraction } = goodValue(train(controls));
    expect(fetalFraction.labelledCount).toBe(30);
    expect(fetalFraction.profile?.error).toBeLessThan(0.03);
  });

  it.each([['girls', 0] as const, ['boys', 1] as const])(
    'of 30 %s is not split into sexes',
    (_, rest) => {
      const { fetalFraction, content } = goodValue(train(ofSex(rest)));
      expect(fetalFraction.sexes).toEqual(Array(30).fill(null));
      expect(content.sexChromosomes).toBeNull();
      expect(content.fetalFractionProfile).toBeNull();
    },
  );

  it('without a fetal fraction excludes nothing, and still sees a trisomy', () => {
    const model = goodValue(loadModel(filesOf(goodValue(train(ofSex(1).slice(0, 12))))));
    const analyse = (recipe: object) => {
      const options = { softwareVersion: 'test', input: { file: 'a', sha256: 'b' } };
      return goodValue(analyseSample(simulatedSample(landscape, recipe), model, options));
    };
    const euploid = analyse({});
    expect(euploid.fetalFraction).toEqual({ estimate: null, low: null, high: null });
    expect(euploid.calls.map(({ verdict }) => verdict)).toEqual(Array(3).fill('no-call'));
    const trisomy = analyse({ trisomies: [{ chromosome: '21' }], fetalFraction: 0.15 });
    expect(trisomy.calls.map(({ verdict }) => verdict)).toEqual([
      ...['no-call', 'no-call', 'high-risk'],
    ]);
  });

  it('is refused below ten', () => {
    expect(train(controls.slice(0, 9))).toMatchObject({
      ok: false,
      problem: { kind: 'control-group-too-small' },
    });
  });

  it('loses a control that is itself a trisomy, with its reason', () => {
    const odd = simulatedSample(landscape, { name: 'odd', trisomies: [{ chromosome: '18' }] });
    const { excluded, measured } = goodValue(train([...controls.slice(0, 30), odd]));
    expect(excluded).toEqual([
      { sample: 'odd', reason: expect.stringMatching(/^z of chromosome 18 is/) },
    ]);
    expect(measured).toHaveLength(30);
  });
});
