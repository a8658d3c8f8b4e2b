import { describe, expect, it } from 'vitest';
import { remindOn } from '../../../src/casework/aftercare/aftercare-rule.ts';
import { caseDueOn } from '../../../src/casework/aftercare/case-due.ts';
import { settleCase } from '../../../src/casework/aftercare/diagnosis.ts';
import { followUpDates, missFollowUp } from '../../../src/casework/aftercare/follow-up-schedule.ts';
import { highRiskCaseStates } from '../../../src/casework/aftercare/high-risk-case-state.ts';
import { endsFollowUp } from '../../../src/casework/aftercare/pregnancy-outcome.ts';
import { tellsFetalSex } from '../../../src/casework/aftercare/tells-fetal-sex.ts';
import { dateAfter } from '../../../src/casework/calendar-date.ts';
import { workingCalendar } from '../../../src/jobs/working-calendar.ts';

const expectedDeliveryOn = '2026-10-08';
const lowRisk = { reason: 'low-risk', openedOn: '2026-05-01', expectedDeliveryOn } as const;

describe('dates', () => {
  it('are working days, and earlier plain days where the calendar does not reach', () => {
    expect(remindOn('2026-09-30', 2, workingCalendar)).toBe('2026-10-09');
    expect(remindOn('2199-12-30', 3, workingCalendar)).toBe('2200-01-02');
    expect(dateAfter('2026-12-31', 1)).toBe('2027-01-01');
    expect(() => dateAfter('2026-02-30', 1)).toThrow(RangeError);
  });

  it('are there for every state of a case but the last', () => {
    for (const state of highRiskCaseStates) {
      for (const isOver of [true, false]) {
        const facts = { state, since: '2026-04-23', expectedDeliveryOn, isOver };
        const due = caseDueOn(facts, workingCalendar);
        if (state === 'OUTCOME') expect(due).toBeNull();
        else expect(due && due > facts.since).toBe(true);
      }
    }
  });

  it('of a follow-up end twelve weeks after birth', () => {
    expect(followUpDates({ ...lowRisk, bornOn: null })).toEqual(['2026-11-05', '2026-12-31']);
    expect(followUpDates({ ...lowRisk, bornOn: '2026-09-01' })).toEqual(['2026-11-24']);
    expect(followUpDates({ ...lowRisk, reason: 'no-call', bornOn: null })[0]).toBe('2026-05-29');
    const early = { kind: 'live-birth', endedOn: '2026-10-08' } as const;
    expect(endsFollowUp(early, '2026-12-30')).toBe(false);
    expect(endsFollowUp(early, '2026-12-31')).toBe(true);
    expect(endsFollowUp({ ...early, kind: 'miscarriage' }, '2026-10-08')).toBe(true);
  });

  it('end with a loss only after the last of them', () => {
    const facts = { ...lowRisk, bornOn: null };
    const miss = (today: string) => missFollowUp(facts, { attempts: 2, today }, workingCalendar);
    expect(miss('2026-11-20')).toEqual({
      ...{ event: 'wait-for-next', dueOn: '2026-12-31', attempts: 0 },
    });
    expect(miss('2026-12-31').event).toBe('lose');
  });
});

describe('a diagnosis', () => {
  it.each([
    [['trisomy'], 'confirm'],
    [['mosaic'], 'confirm'],
    [['normal'], 'refute'],
    [['inconclusive'], 'leave-unknown'],
    [['normal', 'trisomy'], 'confirm'],
    [['normal', 'inconclusive'], 'leave-unknown'],
  ] as const)('of %j will %s', (found, event) => {
    const targets = (['T21', 'T18'] as const).slice(0, found.length);
    const results = found.map((result, i) => ({ target: targets[i], result }));
    expect(settleCase(targets, results)).toEqual({ ok: true, value: event });
  });

  it('names every suspected disease once', () => {
    const one = { target: 'T21', result: 'normal' } as const;
    expect(settleCase(['T21', 'T13'], [one]).ok).toBe(false);
    expect(settleCase(['T21'], [one, one]).ok).toBe(false);
  });
});

describe('a note', () => {
  it.each([
    '46,XX',
    '47, XY,+21',
    '45,X',
    '核型47,XXY',
    '男胎',
    '女婴健康',
    '胎儿性别',
    'a baby boy',
  ])('that says %s tells the fetal sex', (note) => expect(tellsFetalSex(note)).toBe(true));

  it.each([
    '妇女已知情，选择羊膜腔穿刺',
    '47,X?,+21',
    '孕妇由男方陪同',
    'trisomy 21 confirmed',
    '',
  ])('that says %s does not', (note) => expect(tellsFetalSex(note)).toBe(false));
});
