import type { QcCheck, QcVerdict } from '../analysis-result.ts';

/**
 * The worst verdict among the checks.
 *
 * Edge: `failure` without any check or with a verdict this version does not know, because nothing
 * then says that the sample is good.
 *
 * @example qcVerdict([{ name: 'fetal-fraction', value: .03, limit: .04, unit: 'fraction',
 *   verdict: 'warning' }]) // 'warning'
 */
export function qcVerdict(checks: readonly QcCheck[]): QcVerdict {
  const known = checks.every(({ verdict }) => verdict === 'pass' || verdict === 'warning');
  if (checks.length === 0 || !known) return 'failure';
  return checks.some(({ verdict }) => verdict === 'warning') ? 'warning' : 'pass';
}
