import { describe, expect, it } from 'vitest';
import { claimForPregnancy } from '../../../src/casework/claim/claim-for-pregnancy.ts';
import {
  decideEligibility,
  type EligibilityFacts,
} from '../../../src/casework/claim/eligibility.ts';
import {
  missingDocuments,
  requiredDocuments,
} from '../../../src/casework/claim/ledger-document.ts';
import { formatMoney, money, sumMoney } from '../../../src/casework/claim/money.ts';
import { type SerologyResult, serologyClass } from '../../../src/casework/claim/serology-class.ts';
import { schemeOn, subsidySchemes } from '../../../src/casework/claim/subsidy-scheme.ts';

const scheme = subsidySchemes[1];

const serology = (T21: number | null, T18: number | null = 50_000): SerologyResult => ({
  T21Denominator: T21,
  T18Denominator: T18,
  neuralTubeDenominator: null,
  cutOffs: null,
});

const poor = {
  category: 'monitored-household',
  listSource: '2026 list',
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
};

/** A young, insured woman at a pilot hospital with a low serology. */
const young: EligibilityFacts = {
  referenceDate: '2026-04-19',
  birthDate: '1996-03-15',
  dueDate: '2026-10-08',
  insuredArea: '350102',
  institutionId: 'fuzhou-first-hospital',
  serology: [serology(20_000)],
  poverty: [],
};

const decide = (change: Partial<EligibilityFacts>, rules = scheme) =>
  decideEligibility({ ...young, ...change }, rules);

describe('serology class', () => {
  it.each<[number | null, number | null, string | null]>([
    [270, 50_000, 'high'],
    [271, 50_000, 'borderline'],
    [999, 50_000, 'borderline'],
    [999.9, 50_000, 'borderline'],
    [1000, 50_000, 'low'],
    [50_000, 350, 'high'],
    [50_000, 351, 'borderline'],
    [800, 300, 'high'],
    [null, 900, 'borderline'],
    [null, null, null],
    [0, 50_000, null],
    [Number.NaN, 50_000, null],
  ])('T21 1:%s, T18 1:%s is %s', (T21, T18, expected) => {
    expect(serologyClass(serology(T21, T18), scheme.serology)).toBe(expected);
  });

  it('takes the cut-off stored with the result', () => {
    const result = { ...serology(300), cutOffs: { T21: 380, T18: 350 } };
    expect(serologyClass(result, scheme.serology)).toBe('high');
    expect(serologyClass(serology(300), scheme.serology)).toBe('borderline');
  });

  it('counts 1:1000 itself only where the scheme says so', () => {
    const rule = { ...scheme.serology, borderlineInclusive: true };
    expect(serologyClass(serology(1000), rule)).toBe('borderline');
    expect(serologyClass(serology(1001), rule)).toBe('low');
  });

  it('never counts a neural-tube risk', () => {
    const result = { ...serology(20_000), neuralTubeDenominator: 10 };
    expect(serologyClass(result, scheme.serology)).toBe('low');
  });
});

describe('eligibility', () => {
  it.each<[string, Partial<EligibilityFacts>, string[]]>([
    ['serology high', { serology: [serology(100)] }, ['serology-high-risk']],
    ['serology borderline', { serology: [serology(999)] }, ['serology-borderline-risk']],
    ['T18 alone', { serology: [serology(20_000, 200)] }, ['serology-high-risk']],
    ['35 on the due date', { birthDate: '1991-10-08' }, ['advanced-age']],
    ['age without serology', { birthDate: '1990-01-01', serology: null }, ['advanced-age']],
    [
      'both',
      { serology: [serology(100), serology(90)], birthDate: '1985-01-01' },
      ['serology-high-risk', 'advanced-age'],
    ],
    ['province', { serology: [serology(100)], insuredArea: '350000' }, ['serology-high-risk']],
  ])('500 yuan: %s', (_name, change, indications) => {
    expect(decide(change)).toEqual({
      state: 'ELIGIBLE',
      amountMinorUnits: 50_000,
      currency: 'CNY',
      indications,
      reasons: indications,
      schemeId: 'fuzhou-birth-defect-control',
      schemeVersion: 2,
    });
  });

  it('1000 yuan, not 1500, for the registered poor with an indication', () => {
    expect(decide({ serology: [serology(100)], poverty: [poor] })).toMatchObject({
      state: 'ELIGIBLE',
      amountMinorUnits: 100_000,
      indications: ['serology-high-risk'],
      reasons: ['serology-high-risk', 'registered-poor'],
    });
  });

  it('the list must name her on the day of the draw', () => {
    const expired = { ...poor, validTo: '2026-04-18' };
    expect(decide({ serology: [serology(100)], poverty: [expired] }).amountMinorUnits).toBe(50_000);
    const later = { ...poor, validFrom: '2026-04-20' };
    expect(decide({ serology: [serology(100)], poverty: [later] }).amountMinorUnits).toBe(50_000);
  });

  it.each<[string, Partial<EligibilityFacts>, string]>([
    ['poor without indication', { poverty: [poor] }, 'no-indication'],
    ['34 on the due date', { birthDate: '1991-10-09' }, 'no-indication'],
    ['serology of exactly 1:1000', { serology: [serology(1000)] }, 'no-indication'],
    [
      'insured elsewhere',
      { birthDate: '1985-01-01', insuredArea: '370303' },
      'not-insured-in-area',
    ],
    [
      'other hospital',
      { birthDate: '1985-01-01', institutionId: 'another' },
      'not-a-pilot-institution',
    ],
    [
      'before the scheme',
      { birthDate: '1985-01-01', referenceDate: '2021-12-31' },
      'outside-scheme-period',
    ],
  ])('nothing: %s', (_name, change, reason) => {
    expect(decide(change)).toMatchObject({
      state: 'NOT_ELIGIBLE',
      amountMinorUnits: 0,
      indications: [],
      reasons: [reason],
    });
  });

  it.each<[string, Partial<EligibilityFacts>, string]>([
    ['serology awaited', { serology: null }, 'serology-unknown'],
    ['serology without a risk', { serology: [serology(null, null)] }, 'serology-incomplete'],
    ['no birth date', { birthDate: null }, 'age-unknown'],
    ['no insurance read', { birthDate: '1985-01-01', insuredArea: null }, 'insured-area-unknown'],
    ['no hospital', { birthDate: '1985-01-01', institutionId: null }, 'institution-unknown'],
    ['list not read', { birthDate: '1985-01-01', poverty: null }, 'poverty-status-unknown'],
  ])('waits: %s', (_name, change, reason) => {
    expect(decide(change)).toMatchObject({
      state: 'PENDING_INFO',
      amountMinorUnits: 0,
      reasons: [reason],
    });
  });

  it('does not wait where a condition fails anyway', () => {
    expect(decide({ serology: null, insuredArea: '110101' }).state).toBe('NOT_ELIGIBLE');
  });

  it('takes the age at the test where a scheme says so', () => {
    const atTest = { ...scheme, ageReference: 'test' } as const;
    expect(decide({ birthDate: '1991-10-08' }, atTest).state).toBe('NOT_ELIGIBLE');
    expect(decide({ birthDate: '1991-04-19' }, atTest).state).toBe('ELIGIBLE');
  });
});

describe('schemes', () => {
  it('are chosen by date', () => {
    expect(schemeOn('2020-06-01', subsidySchemes)?.version).toBe(1);
    expect(schemeOn('2026-04-19', subsidySchemes)?.version).toBe(2);
    expect(schemeOn('2018-12-31', subsidySchemes)).toBeNull();
    expect(schemeOn('yesterday', subsidySchemes)).toBeNull();
  });

  it('carry the charge item verbatim', () => {
    expect(scheme.chargeItem).toBe('无创产前DNA检测减免补助（福州市出生缺陷防控项目）');
  });
});

describe('one claim per pregnancy', () => {
  const eligible = { state: 'ELIGIBLE', amountMinorUnits: 50_000, currency: 'CNY' } as const;

  it('opens the first, reuses it for a redraw or a twin', () => {
    expect(claimForPregnancy([], eligible)).toEqual({
      action: 'open',
      amountMinorUnits: 50_000,
      currency: 'CNY',
    });
    expect(claimForPregnancy([{ id: 'c1', state: 'LEDGERED' }], eligible)).toEqual({
      action: 'reuse',
      claimId: 'c1',
    });
  });

  it('opens another only when the first was reversed', () => {
    expect(claimForPregnancy([{ id: 'c1', state: 'REVERSED' }], eligible).action).toBe('open');
    expect(claimForPregnancy([{ id: 'c1', state: 'REJECTED' }], eligible)).toEqual({
      action: 'none',
      reason: 'claim-rejected',
    });
  });

  it('opens none without a decision', () => {
    const reasonOf = (state: 'NOT_ELIGIBLE' | 'PENDING_INFO') =>
      claimForPregnancy([], { ...eligible, state });
    expect(reasonOf('NOT_ELIGIBLE')).toEqual({ action: 'none', reason: 'not-eligible' });
    expect(reasonOf('PENDING_INFO')).toEqual({ action: 'none', reason: 'pending' });
  });
});

describe('the ledger', () => {
  it('asks for the serology report unless age is the only reason', () => {
    const all = ['identity-card', 'serology-report', 'nipt-consent', 'nipt-report'];
    expect(requiredDocuments(['advanced-age'])).toEqual([all[0], all[2], all[3]]);
    expect(requiredDocuments(['serology-borderline-risk'])).toEqual(all);
    expect(requiredDocuments(['serology-high-risk', 'advanced-age'])).toEqual(all);
    expect(requiredDocuments([])).toEqual(all);
  });

  it('names what is missing', () => {
    expect(missingDocuments(['serology-high-risk'], ['identity-card', 'nipt-report'])).toEqual([
      'serology-report',
      'nipt-consent',
    ]);
    expect(
      missingDocuments(['advanced-age'], ['identity-card', 'nipt-consent', 'nipt-report']),
    ).toEqual([]);
  });
});

describe('money', () => {
  it('is whole fen', () => {
    expect(money(50_000)).toEqual({
      ok: true,
      value: { amountMinorUnits: 50_000, currency: 'CNY' },
    });
    for (const bad of [0.5, -1, Number.NaN, 2 ** 53]) {
      expect(money(bad)).toMatchObject({ problem: { kind: 'amount-malformed' } });
    }
  });

  it('adds up and is written with two decimals', () => {
    const amounts = [50_000, 100_005].map(
      (fen) => ({ amountMinorUnits: fen, currency: 'CNY' }) as const,
    );
    const total = sumMoney(amounts);
    expect(total.ok && formatMoney(total.value)).toBe('1500.05 CNY');
    expect(sumMoney([])).toMatchObject({ value: { amountMinorUnits: 0 } });
  });
});
