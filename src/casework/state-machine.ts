import { followUpStates, followUpTransitions } from './aftercare/follow-up-state.ts';
import { highRiskCaseStates, highRiskCaseTransitions } from './aftercare/high-risk-case-state.ts';
import { redrawStates, redrawTransitions } from './aftercare/redraw-state.ts';
import { referralStates, referralTransitions } from './aftercare/referral-state.ts';
import { batchStates, batchTransitions } from './batch/batch-state.ts';
import { claimStates, claimTransitions } from './claim/claim-state.ts';
import {
  eligibilityDecisionStates,
  eligibilityDecisionTransitions,
} from './claim/eligibility-decision-state.ts';
import { consentStates, consentTransitions } from './consent/consent-state.ts';
import { modelStates, modelTransitions } from './model/model-state.ts';
import { pregnancyStates, pregnancyTransitions } from './pregnancy/pregnancy-state.ts';
import { publicationStates, publicationTransitions } from './report/publication-state.ts';
import { reportChangeStates, reportChangeTransitions } from './report/report-change-state.ts';
import { reportStates, reportTransitions } from './report/report-state.ts';
import { reviewStates, reviewTransitions } from './review/review-state.ts';
import { sequencingRunStates, sequencingRunTransitions } from './run/sequencing-run-state.ts';
import { specimenOrderStates, specimenOrderTransitions } from './specimen/specimen-order-state.ts';
import type { StateTable } from './state-table.ts';

/** Every state machine by name: the tests hold the diagrams and the SQL CHECKs against it. */
export const allStateMachines = {
  pregnancy: { states: pregnancyStates, transitions: pregnancyTransitions },
  consent: { states: consentStates, transitions: consentTransitions },
  'specimen-order': { states: specimenOrderStates, transitions: specimenOrderTransitions },
  'sequencing-run': { states: sequencingRunStates, transitions: sequencingRunTransitions },
  batch: { states: batchStates, transitions: batchTransitions },
  'reference-model': { states: modelStates, transitions: modelTransitions },
  review: { states: reviewStates, transitions: reviewTransitions },
  report: { states: reportStates, transitions: reportTransitions },
  'report-change': { states: reportChangeStates, transitions: reportChangeTransitions },
  publication: { states: publicationStates, transitions: publicationTransitions },
  'eligibility-decision': {
    states: eligibilityDecisionStates,
    transitions: eligibilityDecisionTransitions,
  },
  claim: { states: claimStates, transitions: claimTransitions },
  'high-risk-case': { states: highRiskCaseStates, transitions: highRiskCaseTransitions },
  referral: { states: referralStates, transitions: referralTransitions },
  'follow-up': { states: followUpStates, transitions: followUpTransitions },
  redraw: { states: redrawStates, transitions: redrawTransitions },
} as const satisfies Record<string, StateTable>;
