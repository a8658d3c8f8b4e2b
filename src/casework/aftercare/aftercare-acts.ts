import { type FollowUpState, nextFollowUpState } from './follow-up-state.ts';
import {
  type HighRiskCaseEvent,
  type HighRiskCaseState,
  nextHighRiskCaseState,
} from './high-risk-case-state.ts';
import { nextRedrawState, type RedrawState } from './redraw-state.ts';
import { nextReferralState, type ReferralEvent, type ReferralState } from './referral-state.ts';

/** What a person can do with a case. What settles it is a diagnosis, what ends it the outcome. */
export const caseActs = [
  'notify',
  'counsel',
  'refer',
  'accept-diagnosis',
  'decline-diagnosis',
  'record-diagnosis',
  'leave-unknown',
  'postpone',
] as const;

export type CaseAct = (typeof caseActs)[number];

/** What is noted of a referral, in the order of its way. */
export const referralActs = [
  'send',
  'accept',
  'reject',
  'see',
  'give-feedback',
  'close',
  'withdraw',
] as const satisfies readonly ReferralEvent[];

/** What a person can do with a request for another tube; the new tube itself ends it. */
export const redrawActs = ['notify', 'decline', 'lose', 'postpone'] as const;

/** An attempt that reached her, and one that did not. */
export const followUpActs = ['reach', 'miss'] as const;

/** The acts that a case's state allows; another referral only once the last one is over. */
export function actsOnCase(
  state: HighRiskCaseState,
  { isReferred }: { readonly isReferred: boolean },
): CaseAct[] {
  const allows = (event: HighRiskCaseEvent) => nextHighRiskCaseState(state, event).ok;
  return caseActs.filter((act) => {
    if (act === 'postpone') return state !== 'OUTCOME';
    if (act === 'record-diagnosis') return allows('confirm');
    // Where she is unknown already, saying so again is part of a diagnosis that settles nothing.
    if (act === 'leave-unknown') return state !== 'UNKNOWN' && allows(act);
    return allows(act) && !(act === 'refer' && isReferred);
  });
}

export function actsOnReferral(state: ReferralState) {
  return referralActs.filter((event) => nextReferralState(state, event).ok);
}

export function actsOnRedraw(state: RedrawState) {
  const isOpen = nextRedrawState(state, 'draw').ok;
  return redrawActs.filter((act) => (act === 'postpone' ? isOpen : nextRedrawState(state, act).ok));
}

export function actsOnFollowUp(state: FollowUpState) {
  return followUpActs.filter((act) => nextFollowUpState(state, act).ok);
}
