import type { Call, FetalFraction, QcVerdict, Verdict } from '../analysis-result.ts';
import type { Target } from '../genome/chromosome.ts';
import { zCut } from './detection-limit.ts';
import { detectionPower } from './detection-power.ts';
import { likelihoodRatio } from './likelihood-ratio.ts';
import { posteriorRisk } from './posterior-risk.ts';

/**
 * Likelihood ratio at and above which a high z is believed, and at and below which a low one is.
 */
const ratioHigh = 1;
const ratioLow = 0.1;
/**
 * Observed excess over the largest a full fetal trisomy explains, beyond which the mother is
 * suspected.
 */
const excessShareMax = 1.5;

/**
 * Fetal fractions of pregnancies at large, for a high z of a sample whose own is unknown: median
 * about 7.5 %, one in eight below 4 %, as in 1 687 tests.
 */
const fractionAtLarge: FetalFraction = { estimate: 0.08, low: 0.0114, high: 0.1486 };

/** What is known of one target in one sample. */
export interface AneuploidyEvidence {
  readonly target: Target;
  readonly z: number | null;
  readonly cv: number | null;
  readonly detectionLimit: number | null;
  readonly fetalFraction: FetalFraction;
  readonly qcVerdict: QcVerdict;
  /** Risk before the test, 0–1; null without age. Never moves the verdict. */
  readonly prior: number | null;
}

/** What the rules look at; the numbers are NaN where they are missing. */
interface Facts {
  readonly qcVerdict: QcVerdict;
  readonly z: number;
  readonly cv: number;
  readonly limit: number;
  readonly ratio: number;
  readonly fraction: FetalFraction;
}

interface Rule {
  readonly reason: string;
  readonly verdict: Verdict;
  readonly when: (facts: Facts) => boolean;
}

/** The verdict rule: the first line that holds decides; `grey` is left for what none holds for. */
const rules: readonly Rule[] = [
  {
    reason: 'qc-failure',
    verdict: 'no-call',
    when: ({ qcVerdict }) => qcVerdict !== 'pass' && qcVerdict !== 'warning',
  },
  { reason: 'number-missing', verdict: 'no-call', when: lacksNumber },
  {
    reason: 'z-high',
    verdict: 'high-risk',
    when: ({ z, ratio }) => z >= zCut && ratio >= ratioHigh,
  },
  {
    reason: 'z-ff-discordant',
    verdict: 'no-call',
    when: ({ z, ratio }) => z >= zCut && ratio < ratioHigh,
  },
  {
    reason: 'fetal-fraction-unknown',
    verdict: 'no-call',
    when: ({ fraction }) => fraction.estimate === null,
  },
  {
    reason: 'fetal-fraction-below-detection-limit',
    verdict: 'no-call',
    when: ({ fraction, limit }) => !((fraction.estimate as number) >= limit),
  },
  { reason: 'z-low', verdict: 'no-call', when: ({ z }) => z <= -zCut },
  { reason: 'ratio-low', verdict: 'low-risk', when: ({ ratio }) => ratio <= ratioLow },
  { reason: 'grey', verdict: 'no-call', when: () => true },
];

/**
 * The verdict on one trisomy, and the flags it raises.
 *
 * First match wins: quality failed or a number missing: no-call. z ≥ 3 with a likelihood ratio ≥ 1:
 * high-risk at any fetal fraction; with less: no-call. Fetal fraction unknown or below the
 * detection limit: no-call. z ≤ -3: no-call. Likelihood ratio ≤ 0.1: low-risk. Anything else:
 * no-call.
 *
 * Source: the verdict rule of the analysis result, contract of its schema 1.
 * Shape: one target in; a call with its reasons (one word that names the rule) and flags out.
 * Edge: an unknown fetal fraction is a rule of its own, not a missing number: a high z still
 * counts, with its ratio over the fractions of pregnancies at large, and nothing else does. Any
 * other null, NaN or infinity is one, so that nothing undefined can end in low-risk. Null numbers
 * in the call could not be given.
 *
 * @example callAneuploidy({ target: 'T21', z: 8, cv: .005, detectionLimit: .04645, prior: null,
 *   qcVerdict: 'pass', fetalFraction: { estimate: .08, low: .06, high: .1 } }) // 'high-risk'
 */
export function callAneuploidy(evidence: AneuploidyEvidence): { call: Call; flags: string[] } {
  const { target, fetalFraction, prior } = evidence;
  const z = evidence.z ?? Number.NaN;
  const cv = evidence.cv ?? Number.NaN;
  const isAtLarge = z >= zCut && isUnknown(fetalFraction);
  const believed = isAtLarge ? fractionAtLarge : fetalFraction;
  const ratio = likelihoodRatio({ z, cv, fetalFraction: believed });
  const facts: Facts = {
    qcVerdict: evidence.qcVerdict,
    z,
    cv,
    limit: evidence.detectionLimit ?? Number.NaN,
    ratio: ratio ?? Number.NaN,
    fraction: fetalFraction,
  };
  const { reason, verdict } = rules.find((rule) => rule.when(facts)) as Rule;
  const call: Call = {
    target,
    verdict,
    reasons: [reason],
    prior: isProbability(prior) ? prior : null,
    likelihoodRatio: ratio,
    posterior: posteriorRisk({ target, prior, likelihoodRatio: ratio }),
    power: detectionPower({ cv, fetalFraction }),
  };
  return { call, flags: flagsOf(facts, reason) };
}

function isUnknown({ estimate, low, high }: FetalFraction): boolean {
  return estimate === null && low === null && high === null;
}

function lacksNumber({ z, cv, limit, ratio, fraction }: Facts): boolean {
  const known = Number.isFinite(z) && Number.isFinite(limit) && Number.isFinite(cv);
  if (!known || !(cv > 0) || !(limit > 0)) return true;
  return fraction.estimate !== null && !Number.isFinite(ratio);
}

function flagsOf(facts: Facts, reason: string): string[] {
  if (reason === 'z-ff-discordant') return [reason];
  if (reason !== 'z-high' || facts.fraction.high === null) return [];
  // A full trisomy of the fetus shows half its fraction; far more points to the mother.
  const excessMax = (excessShareMax * facts.fraction.high) / 2;
  return facts.z * facts.cv > excessMax ? ['excess-above-fetal-fraction'] : [];
}

function isProbability(value: number | null): value is number {
  return value !== null && value >= 0 && value <= 1;
}
