import type { AnalysisResult, Call } from '../../analysis/analysis-result.ts';
import type { PopulationClass } from '../pregnancy/population-class.ts';

export interface ReviewFacts {
  readonly populationClass: PopulationClass;
  readonly fetusCount: number;
}

/** Flags of an analysis that a reviewer may read as they are; every other flag is needs-review. */
const plainFlags = new Set([
  ...['z-ff-discordant', 'excess-above-fetal-fraction', 'maternal-or-fetal'],
  // Both are judged by autosomes here; what chrY says of a twin stands among the restricted ones.
  ...['several-chromosomes', 'possible-vanished-twin'],
]);

/** Below this fetal fraction kits answer nothing; ours may, so a person looks. */
const lowFetalFraction = 0.04;

/** High-risk results with z under 6 are often placental mosaicism (domain page, section 2.3). */
const borderlineZMax = 6;

/**
 * Why an analysed sample needs a person's eye; empty when it may be approved without one (it is
 * signed all the same). Sex-blind: whatever X or Y said comes out as `needs-review`.
 */
export function reviewReasons(result: AnalysisResult, facts: ReviewFacts): string[] {
  return [
    ...new Set([
      ...callReasons(result),
      ...qualityReasons(result),
      ...caseReasons(facts),
      ...flagReasons(result),
    ]),
  ];
}

function callReasons({ calls, chromosomes }: AnalysisResult): string[] {
  const zOf = ({ target }: Call) =>
    chromosomes.find((row) => row.chromosome === target.slice(1))?.z ?? null;
  const high = calls.filter((call) => call.verdict === 'high-risk');
  const all = calls.map((call) => ({ call, z: zOf(call) }));
  return named({
    'calls-incomplete': new Set(calls.map((call) => call.target)).size !== 3,
    'high-risk': high.length > 0,
    'multiple-aneuploidy': high.length > 1,
    'no-call': calls.some((call) => call.verdict === 'no-call'),
    'borderline-positive': all.some(({ z }) => z !== null && z >= 3 && z < borderlineZMax),
    'z-against-verdict': all.some((row) => row.call.verdict === 'low-risk' && (row.z ?? 0) >= 3),
    'negative-z': all.some(({ z }) => z !== null && z <= -3),
    'z-missing': all.some(({ z }) => z === null),
  });
}

function qualityReasons({ qc, fetalFraction, segments }: AnalysisResult): string[] {
  const { estimate } = fetalFraction;
  return named({
    'qc-failure': qc.verdict === 'failure',
    'qc-warning': qc.verdict === 'warning',
    'fetal-fraction-unknown': estimate === null,
    'low-fetal-fraction': estimate !== null && estimate < lowFetalFraction,
    'segment-found': segments.length > 0,
  });
}

function caseReasons({ populationClass, fetusCount }: ReviewFacts): string[] {
  return named({
    'cautious-population': populationClass === 'cautious',
    'not-suitable-population': populationClass === 'notSuitable',
    'multiple-pregnancy': fetusCount > 1,
  });
}

function flagReasons({ flags, restricted }: AnalysisResult): string[] {
  // The validation notice is on every result and says nothing about the sample.
  const own = flags.filter((flag) => !flag.startsWith('for validation'));
  const shown = own.map((flag) => (plainFlags.has(flag) ? flag : 'needs-review'));
  return restricted && restricted.flags.length > 0 ? [...shown, 'needs-review'] : shown;
}

function named(conditions: Record<string, boolean>): string[] {
  return Object.keys(conditions).filter((name) => conditions[name]);
}
