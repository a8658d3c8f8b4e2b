import type { QcCheck } from '../analysis-result.ts';
import type { QcLimit } from './qc-limits.ts';

/**
 * Holds one measured value against its limit.
 *
 *   failure beyond the failure limit, else warning beyond the warning limit, else pass
 *
 * Source: our own rule; the limits name theirs in `qc-limits.ts`. Shape: one value, null if
 * unknown; one check. Unit: the limit's.
 * Edge: a value on a limit is on its good side. An unknown or non-finite value is a null with a
 * `warning`, with a `failure` where the metric is required. `limit` is the one that was broken, the
 * warning limit if none was.
 *
 * @example qcCheck(0.03, qcLimits.limits.fetalFraction).verdict // 'warning'
 */
export function qcCheck(value: number | null, limit: QcLimit): QcCheck {
  const { name, unit } = limit;
  if (value === null || !Number.isFinite(value)) {
    const verdict = limit.required ? 'failure' : 'warning';
    return { name, value: null, limit: limit.warning, unit, verdict };
  }
  if (limit.failure !== undefined && isBeyond(value, limit.failure, limit.badSide)) {
    return { name, value, limit: limit.failure, unit, verdict: 'failure' };
  }
  const verdict = isBeyond(value, limit.warning, limit.badSide) ? 'warning' : 'pass';
  return { name, value, limit: limit.warning, unit, verdict };
}

function isBeyond(value: number, limit: number, badSide: 'below' | 'above'): boolean {
  return badSide === 'below' ? value < limit : value > limit;
}
