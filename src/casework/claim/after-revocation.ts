import type { ClaimState } from './claim-state.ts';

/**
 * What a revoked report means for its claim: only a report or a recorded no-call justifies the
 * subsidy: money that was deducted and stands in no statement yet is held; of a later claim a
 * person is asked, as its statement is not ours to change; before that nothing was paid.
 */
export function afterRevocation(state: ClaimState): 'hold' | 'ask' | 'nothing' {
  if (state === 'DEDUCTED' || state === 'LEDGERED') return 'hold';
  const isStated = ['IN_STATEMENT', 'PAID', 'IN_COUNTY_SETTLEMENT', 'CLOSED'].includes(state);
  return isStated || state === 'CLEARED' ? 'ask' : 'nothing';
}
