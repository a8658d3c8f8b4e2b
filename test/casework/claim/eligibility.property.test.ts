import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideEligibility,
  type EligibilityFacts,
} from '../../../src/casework/claim/eligibility.ts';
import { subsidySchemes } from '../../../src/casework/claim/subsidy-scheme.ts';

const denominator = fc.option(fc.integer({ min: 1, max: 3000 }), { nil: null });
const cutOffs = fc.record({
  T21: fc.integer({ min: 250, max: 380 }),
  T18: fc.integer({ min: 250, max: 380 }),
});
const result = fc.record({
  T21Denominator: denominator,
  T18Denominator: denominator,
  neuralTubeDenominator: denominator,
  cutOffs: fc.option(cutOffs, { nil: null }),
});
const date = (from: number, to: number) =>
  fc
    .tuple(
      fc.integer({ min: from, max: to }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
    )
    .map(([y, m, d]) => `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`);
const poverty = fc.record({
  category: fc.constant('registered'),
  listSource: fc.constant('list'),
  validFrom: date(2018, 2026),
  validTo: fc.option(date(2019, 2027), { nil: null }),
});
const unknown = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 3 });
const facts: fc.Arbitrary<EligibilityFacts> = fc.record({
  referenceDate: date(2018, 2026),
  birthDate: unknown(date(1980, 2005)),
  dueDate: unknown(date(2018, 2027)),
  insuredArea: unknown(fc.constantFrom('350102', '350000', '370303')),
  institutionId: unknown(fc.constantFrom('fuzhou-first-hospital', 'another')),
  serology: unknown(fc.array(result, { maxLength: 3 })),
  poverty: unknown(fc.array(poverty, { maxLength: 2 })),
});
const scheme = fc.constantFrom(...subsidySchemes);
const runs = { numRuns: 2000 };

describe('eligibility', () => {
  it('never pays anything but nothing, the standard or the larger amount', () => {
    fc.assert(
      fc.property(facts, scheme, (given, rules) => {
        const { state, amountMinorUnits } = decideEligibility(given, rules);
        const { standard, registeredPoor } = rules.amounts;
        const allowed = state === 'ELIGIBLE' ? [standard, registeredPoor] : [0];
        expect(allowed).toContain(amountMinorUnits);
      }),
      runs,
    );
  });

  it('pays only with an indication, and always says why', () => {
    fc.assert(
      fc.property(facts, scheme, (given, rules) => {
        const decision = decideEligibility(given, rules);
        expect(decision.indications.length > 0).toBe(decision.state === 'ELIGIBLE');
        expect(decision.reasons.length).toBeGreaterThan(0);
      }),
      runs,
    );
  });

  it('is settled for good: a fact learnt later never overturns a decision', () => {
    const keys = ['birthDate', 'dueDate', 'insuredArea', 'institutionId', 'serology', 'poverty'];
    fc.assert(
      fc.property(facts, fc.constantFrom(...keys), scheme, (given, key, rules) => {
        const before = decideEligibility({ ...given, [key]: null }, rules);
        const after = decideEligibility(given, rules);
        if (before.state !== 'PENDING_INFO') expect(after.state).toBe(before.state);
      }),
      runs,
    );
  });

  it('is monotone: a further serology result or list entry takes nothing away', () => {
    fc.assert(
      fc.property(facts, result, poverty, (given, more, entry) => {
        const rules = subsidySchemes[1];
        const before = decideEligibility(given, rules);
        if (before.state !== 'ELIGIBLE') return;
        const richer = { ...given, poverty: [...(given.poverty ?? []), entry] };
        const tested = { ...given, serology: [...(given.serology ?? []), more] };
        for (const facts of [richer, tested]) {
          const after = decideEligibility(facts, rules);
          expect(after.state).toBe('ELIGIBLE');
          expect(after.amountMinorUnits).toBeGreaterThanOrEqual(before.amountMinorUnits);
        }
      }),
      runs,
    );
  });
});
