import type { AnalysisResult, Verdict } from '../../analysis/analysis-result.ts';
import { fateOf, similarSamples } from '../../casework/review/similar-samples.ts';
import { findResultOfSample } from '../../store/result-store.ts';
import { findReviewOfSample } from '../../store/review-store.ts';
import { listNearResults, type NearResult } from '../../store/similar-result-store.ts';
import { HttpProblem } from '../problem.ts';
import type { SimilarAnswer } from '../schemas/similar.ts';
import type { Services } from '../services.ts';

const most = 12;

/** The earlier samples most like one, target by target, and what became of them. */
export async function viewSimilar({ kysely }: Services, id: string): Promise<SimilarAnswer> {
  const result = await findResultOfSample(kysely, id);
  if (!result) throw HttpProblem.notFound('analysis of this sample');
  const { calls, chromosomes, fetalFraction, model, reads } = JSON.parse(
    result.body,
  ) as AnalysisResult;
  const zs = calls.flatMap(({ target }) => {
    const z = chromosomes.find((each) => `T${each.chromosome}` === target)?.z ?? null;
    return z === null ? [] : [{ target, z }];
  });
  const review = await findReviewOfSample(kysely, id);
  const near = await listNearResults(kysely, {
    ...{ resultId: result.id, modelId: model.id, zs },
    pregnancyId: review?.pregnancyId ?? null,
  });
  const own = { fetalFraction: fetalFraction.estimate, readsCounted: reads.counted };
  return {
    targets: zs.map(({ target, z }) => {
      const earlier = near.filter((each) => each.target === target).map(lineOf);
      const { samples, counts } = similarSamples({ ...own, z }, earlier, most);
      return { target, samples: [...samples], counts };
    }),
  };
}

function lineOf(near: NearResult) {
  const { sampleId, name, z, fetalFraction, readsCounted, reviewState } = near;
  return {
    ...{ id: sampleId, name, z, fetalFraction, readsCounted, reviewState },
    ...{ verdict: near.verdict as Verdict | null, signed: near.signed as Verdict | null },
    fate: fateOf(near),
  };
}
