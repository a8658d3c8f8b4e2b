import { type Light, light, limitNamed } from '../quality/light.ts';
import type { QualityLimits } from '../quality/quality-limits.ts';
import type { GateResult } from './batch-facts.ts';

type Repeat = Pick<GateResult, 'calls' | 'fetalFraction'>;

export interface RepeatComparison {
  /** Targets at high risk in one and at low risk in the other. */
  readonly opposed: readonly string[];
  /** How far the intervals of the fetal fraction lie apart; null where one is unknown. */
  readonly gap: Light | null;
  /** `unknown`: neither a verdict nor a fetal fraction of the two can be held together. */
  readonly agreement: 'agrees' | 'disagrees' | 'unknown';
}

/**
 * Holds two analyses of one pregnancy together; which is named first makes no difference.
 *
 *   disagrees where a verdict is opposed or the intervals lie further apart than the limit
 *
 * Edge: a no-call opposes nothing; intervals that meet are 0 apart.
 *
 * @example compareRepeats(lowRisk, highRiskOf21, limits).opposed // ['T21']
 */
export function compareRepeats(
  one: Repeat,
  other: Repeat,
  limits: QualityLimits,
): RepeatComparison {
  const pairs = one.calls.map(({ target, verdict }) => {
    const matching = other.calls.find((call) => call.target === target)?.verdict ?? 'no-call';
    return { target, verdicts: [verdict, matching] };
  });
  const decided = pairs.filter(({ verdicts }) => !verdicts.includes('no-call'));
  const opposed = decided.filter(({ verdicts: [a, b] }) => a !== b).map(({ target }) => target);
  const apart = gapBetween(one.fetalFraction, other.fetalFraction);
  const limit = limitNamed(limits.batch, 'repeat-fetal-fraction');
  const gap = apart === null ? null : light(apart, limit, null);
  if (opposed.length > 0 || (gap !== null && gap.colour !== 'green')) {
    return { opposed, gap, agreement: 'disagrees' };
  }
  return { opposed, gap, agreement: decided.length > 0 || gap !== null ? 'agrees' : 'unknown' };
}

interface Interval {
  readonly low: number | null;
  readonly high: number | null;
}

/** How far two intervals lie apart; 0 where they meet, null where one is unknown. */
function gapBetween(one: Interval, other: Interval): number | null {
  const bounds = [one.low, one.high, other.low, other.high];
  if (bounds.includes(null)) return null;
  const [low, high, otherLow, otherHigh] = bounds.map(Number);
  return Math.max(0, low - otherHigh, otherLow - high);
}
