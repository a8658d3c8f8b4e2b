import { describe, expect, it } from 'vitest';
import {
  actsOnCase,
  actsOnFollowUp,
  actsOnRedraw,
  actsOnReferral,
  referralActs,
} from '../../../src/casework/aftercare/aftercare-acts.ts';
import {
  followUpStates,
  followUpTransitions,
} from '../../../src/casework/aftercare/follow-up-state.ts';
import {
  highRiskCaseStates,
  nextHighRiskCaseState,
} from '../../../src/casework/aftercare/high-risk-case-state.ts';
import { redrawStates, redrawTransitions } from '../../../src/casework/aftercare/redraw-state.ts';
import {
  referralStates,
  referralTransitions,
} from '../../../src/casework/aftercare/referral-state.ts';

const open = { isReferred: false };

describe('what a person can do', () => {
  it('with a case is what its table allows, a diagnosis where one may settle it', () => {
    expect(actsOnCase('DETECTED', open)).toEqual(['notify', 'leave-unknown', 'postpone']);
    expect(actsOnCase('COUNSELLED', open)).toContain('refer');
    expect(actsOnCase('REFERRED', { isReferred: true })).not.toContain('refer');
    expect(actsOnCase('DIAGNOSIS_ACCEPTED', open)).toEqual([
      ...['decline-diagnosis', 'record-diagnosis', 'leave-unknown', 'postpone'],
    ]);
    expect(actsOnCase('UNKNOWN', open)).toEqual(['record-diagnosis', 'postpone']);
    expect(actsOnCase('OUTCOME', open)).toEqual([]);
    const steps = ['notify', 'counsel', 'refer', 'accept-diagnosis', 'decline-diagnosis'] as const;
    for (const state of highRiskCaseStates) {
      const acts = actsOnCase(state, open);
      for (const step of steps) {
        expect(acts.includes(step), `${state} ${step}`).toBe(nextHighRiskCaseState(state, step).ok);
      }
    }
  });

  it('with a referral, a redraw and a follow-up is what their tables allow', () => {
    const tables = [
      [referralStates, referralTransitions, actsOnReferral, new Set<string>(referralActs)],
      [redrawStates, redrawTransitions, actsOnRedraw, new Set(['notify', 'decline', 'lose'])],
      [followUpStates, followUpTransitions, actsOnFollowUp, new Set(['reach', 'miss'])],
    ] as const;
    for (const [states, transitions, actsOn, byPeople] of tables) {
      for (const state of states) {
        const allowed = transitions.filter((row) => row.from === state && byPeople.has(row.event));
        const acts: readonly string[] = actsOn(state as never);
        const expected = new Set<string>(allowed.map(({ event }) => event));
        expect(new Set(acts.filter((act) => act !== 'postpone')), state).toEqual(expected);
      }
    }
    expect(actsOnRedraw('REQUESTED')).toContain('postpone');
    expect(actsOnRedraw('LOST')).toEqual([]);
  });
});
