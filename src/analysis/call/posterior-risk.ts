import type { Target } from '../genome/chromosome.ts';
import { posteriorCeilings } from './posterior-ceiling.ts';

/**
 * Risk of a trisomy after the test, by Bayes' rule, never above what programmes confirm.
 *
 *   odds = prior / (1 - prior) * likelihoodRatio;  posterior = min(odds / (1 + odds), ceiling)
 *
 * Source: Bayes; ceilings in `posterior-ceiling.ts`. Shape: scalars. Range: 0 to the target's
 * ceiling.
 * Edge: null if prior or ratio is null, not finite, or the prior leaves 0–1.
 *
 * @example posteriorRisk({ target: 'T21', prior: 1 / 370, likelihoodRatio: 148.4 }) // ~0.287
 */
export function posteriorRisk(evidence: {
  target: Target;
  prior: number | null;
  likelihoodRatio: number | null;
}): number | null {
  const { target, prior, likelihoodRatio } = evidence;
  if (prior === null || likelihoodRatio === null) return null;
  if (!(prior >= 0 && prior <= 1) || !(likelihoodRatio >= 0)) return null;
  const affected = prior * likelihoodRatio;
  const posterior = affected === 0 ? 0 : 1 / (1 + (1 - prior) / affected);
  return Math.min(posterior, posteriorCeilings.ceilings[target]);
}
