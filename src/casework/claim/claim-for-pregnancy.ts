import type { ClaimState } from './claim-state.ts';
import type { EligibilityDecision } from './eligibility.ts';

export type ClaimAction =
  | { readonly action: 'reuse'; readonly claimId: string }
  | { readonly action: 'open'; readonly amountMinorUnits: number; readonly currency: 'CNY' }
  | { readonly action: 'none'; readonly reason: 'not-eligible' | 'pending' | 'claim-rejected' };

/**
 * What a specimen means for the claim of its pregnancy: one claim each, so a redraw after a no-call
 * and a twin pregnancy reuse it. Only a reversed claim leaves room for another; a rejected one does
 * not.
 */
export function claimForPregnancy(
  claims: readonly { readonly id: string; readonly state: ClaimState }[],
  decision: Pick<EligibilityDecision, 'state' | 'amountMinorUnits' | 'currency'>,
): ClaimAction {
  const standing = claims.find((claim) => claim.state !== 'REVERSED');
  if (standing?.state === 'REJECTED') return { action: 'none', reason: 'claim-rejected' };
  if (standing) return { action: 'reuse', claimId: standing.id };
  if (decision.state === 'PENDING_INFO') return { action: 'none', reason: 'pending' };
  if (decision.state === 'NOT_ELIGIBLE') return { action: 'none', reason: 'not-eligible' };
  const { amountMinorUnits, currency } = decision;
  return { action: 'open', amountMinorUnits, currency };
}
