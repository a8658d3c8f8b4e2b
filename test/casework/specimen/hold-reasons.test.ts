import { describe, expect, it } from 'vitest';
import { consentAllows } from '../../../src/casework/consent/consent-scope.ts';
import { type HoldFacts, holdReasons } from '../../../src/casework/specimen/hold-reasons.ts';
import {
  isOverTime,
  isRejectionReason,
  rejectionReasons,
} from '../../../src/casework/specimen/rejection-reason.ts';

const clear: HoldFacts = {
  consent: { state: 'SIGNED', scopes: ['test'] },
  gestationalDaysAtDraw: 84,
  populationClass: 'suitable',
};

describe('hold reasons', () => {
  it('lets a consented, suitable draw at 12+0 through', () => {
    expect(holdReasons(clear)).toEqual([]);
  });

  it.each<[string, Partial<HoldFacts>, string[]]>([
    ['no consent', { consent: null }, ['consent-missing']],
    ['draft', { consent: { state: 'DRAFT', scopes: ['test'] } }, ['consent-missing']],
    ['withdrawn', { consent: { state: 'WITHDRAWN', scopes: ['test'] } }, ['consent-missing']],
    ['expired', { consent: { state: 'EXPIRED', scopes: ['test'] } }, ['consent-missing']],
    ['other scope', { consent: { state: 'SIGNED', scopes: ['research'] } }, ['consent-lacks-test']],
    [
      'cautious without its clause',
      { populationClass: 'cautious' },
      ['consent-lacks-cautious-population'],
    ],
    [
      'cautious with its clause',
      {
        populationClass: 'cautious',
        consent: { state: 'SIGNED', scopes: ['test', 'cautious-population'] },
      },
      [],
    ],
    ['11+6', { gestationalDaysAtDraw: 83 }, ['before-12-weeks']],
    ['unknown weeks', { gestationalDaysAtDraw: null }, ['gestational-age-unknown']],
    [
      'weeks that are no number',
      { gestationalDaysAtDraw: Number.NaN },
      ['gestational-age-unknown'],
    ],
    ['not suitable', { populationClass: 'notSuitable' }, ['population-not-suitable']],
    ['unknown class', { populationClass: null }, ['population-unknown']],
  ])('%s', (_name, change, reasons) => {
    expect(holdReasons({ ...clear, ...change })).toEqual(reasons);
  });

  it('gives all reasons at once', () => {
    const facts = { consent: null, gestationalDaysAtDraw: 80, populationClass: 'notSuitable' };
    expect(holdReasons(facts as HoldFacts)).toEqual([
      'consent-missing',
      'before-12-weeks',
      'population-not-suitable',
    ]);
  });
});

describe('consent', () => {
  it('allows only what it names, while signed', () => {
    const consent = { state: 'SIGNED', scopes: ['test', 'platform-store'] } as const;
    expect(consentAllows(consent, 'platform-store')).toBe(true);
    expect(consentAllows(consent, 'research')).toBe(false);
    expect(consentAllows({ ...consent, state: 'WITHDRAWN' }, 'test')).toBe(false);
    expect(consentAllows(null, 'test')).toBe(false);
  });
});

describe('rejection', () => {
  it('knows five reasons, in both languages', () => {
    expect(rejectionReasons.map((row) => row.reason)).toEqual([
      'haemolysis',
      'insufficient-volume',
      'leak',
      'no-label',
      'over-time',
    ]);
    expect(rejectionReasons.every((row) => row.chinese && row.english)).toBe(true);
    expect(isRejectionReason('leak')).toBe(true);
    expect(isRejectionReason('dislike')).toBe(false);
  });

  it('ends an EDTA tube after 8 hours; an unknown time is too late', () => {
    expect([0, 8, 8.1, -1, Number.NaN, null].map(isOverTime)).toEqual([
      false,
      false,
      true,
      true,
      true,
      true,
    ]);
  });
});
