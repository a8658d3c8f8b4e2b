import { isValidOn, type Validity } from '../calendar-date.ts';
import { ageOnDate } from '../pregnancy/age-on-date.ts';
import type { Indication } from './ledger-document.ts';
import { type SerologyResult, serologyClass } from './serology-class.ts';
import type { SubsidyScheme } from './subsidy-scheme.ts';

/** A woman's place on a list of the registered poor. */
interface PovertyStatus extends Validity {
  readonly category: string;
  readonly listSource: string;
}

/** What the decision is made from. Null is not known yet; an empty list is known to be none. */
export interface EligibilityFacts {
  /** The day of the draw; before it is known, the day of registration. */
  readonly referenceDate: string;
  readonly birthDate: string | null;
  readonly dueDate: string | null;
  readonly insuredArea: string | null;
  readonly institutionId: string | null;
  readonly serology: readonly SerologyResult[] | null;
  readonly poverty: readonly PovertyStatus[] | null;
}

export interface EligibilityDecision {
  readonly state: 'ELIGIBLE' | 'NOT_ELIGIBLE' | 'PENDING_INFO';
  /** Zero unless eligible. */
  readonly amountMinorUnits: number;
  readonly currency: 'CNY';
  readonly indications: readonly Indication[];
  /** Kebab-case words: what speaks against, what is missing, or what it rests on. */
  readonly reasons: readonly string[];
  readonly schemeId: string;
  readonly schemeVersion: number;
}

/** One condition: met, not met, or not decidable yet; the word is the reason for each. */
interface Finding {
  readonly met: boolean | null;
  readonly reason: string;
}

/**
 * Decides a subsidy: insured in the area, at a pilot institution, with at least one indication.
 *
 * A condition that surely fails makes it NOT_ELIGIBLE whatever else is missing; otherwise whatever
 * is missing makes it PENDING_INFO, so a fact added later can only settle a decision. The
 * registered poor must have an indication as everybody; theirs is the larger amount, never the sum.
 * Source: domain page section 1B with its table of defaults. One pregnancy, one claim: twins and a
 * redraw after a no-call never come here twice (see `claimForPregnancy`).
 */
export function decideEligibility(
  facts: EligibilityFacts,
  scheme: SubsidyScheme,
): EligibilityDecision {
  const found = findIndications(facts, scheme);
  const conditions = [
    inPeriod(facts, scheme),
    insured(facts, scheme),
    atPilot(facts, scheme),
    indicated(found),
  ];
  const poor = registeredPoor(facts);
  const failed = conditions.filter((condition) => condition.met === false);
  if (failed.length > 0) return decision(scheme, { state: 'NOT_ELIGIBLE', conditions: failed });
  const open = [...conditions, poor].filter((condition) => condition.met === null);
  if (open.length > 0) return decision(scheme, { state: 'PENDING_INFO', conditions: open });
  const met = [...found, poor].filter((condition) => condition.met);
  return decision(scheme, { state: 'ELIGIBLE', conditions: met });
}

function decision(
  scheme: SubsidyScheme,
  { state, conditions }: { state: EligibilityDecision['state']; conditions: readonly Finding[] },
): EligibilityDecision {
  const reasons = [...new Set(conditions.map((condition) => condition.reason))];
  const { standard, registeredPoor: larger } = scheme.amounts;
  const amount = reasons.includes('registered-poor') ? Math.max(standard, larger) : standard;
  const eligible = state === 'ELIGIBLE';
  return {
    state,
    amountMinorUnits: eligible ? amount : 0,
    currency: scheme.currency,
    indications: eligible ? reasons.filter(isIndication) : [],
    reasons,
    schemeId: scheme.id,
    schemeVersion: scheme.version,
  };
}

function isIndication(word: string): word is Indication {
  return /^(serology-(high|borderline)-risk|advanced-age)$/.test(word);
}

function inPeriod(facts: EligibilityFacts, scheme: SubsidyScheme): Finding {
  return { met: isValidOn(scheme, facts.referenceDate), reason: 'outside-scheme-period' };
}

function insured({ insuredArea }: EligibilityFacts, scheme: SubsidyScheme): Finding {
  if (insuredArea === null) return { met: null, reason: 'insured-area-unknown' };
  return { met: scheme.insuredAreas.includes(insuredArea), reason: 'not-insured-in-area' };
}

function atPilot({ institutionId }: EligibilityFacts, scheme: SubsidyScheme): Finding {
  if (institutionId === null) return { met: null, reason: 'institution-unknown' };
  const met = scheme.pilotInstitutions.some((institution) => institution.id === institutionId);
  return { met, reason: 'not-a-pilot-institution' };
}

function indicated(found: readonly Finding[]): Finding {
  if (found.some((finding) => finding.met)) return { met: true, reason: 'indicated' };
  const open = found.find((finding) => finding.met === null);
  return open ?? { met: false, reason: 'no-indication' };
}

function findIndications(facts: EligibilityFacts, scheme: SubsidyScheme): Finding[] {
  return [...serologyFindings(facts, scheme), ageFinding(facts, scheme)];
}

function serologyFindings({ serology }: EligibilityFacts, scheme: SubsidyScheme): Finding[] {
  if (serology === null) return [{ met: null, reason: 'serology-unknown' }];
  return serology.map((result) => {
    const found = serologyClass(result, scheme.serology);
    if (found === null) return { met: null, reason: 'serology-incomplete' };
    return { met: found !== 'low', reason: `serology-${found}-risk` };
  });
}

function ageFinding(facts: EligibilityFacts, scheme: SubsidyScheme): Finding {
  const date = scheme.ageReference === 'delivery' ? facts.dueDate : facts.referenceDate;
  const age = facts.birthDate === null || date === null ? null : ageOnDate(facts.birthDate, date);
  if (age === null) return { met: null, reason: 'age-unknown' };
  return { met: age >= scheme.ageYearsMin, reason: 'advanced-age' };
}

function registeredPoor({ poverty, referenceDate }: EligibilityFacts): Finding {
  if (poverty === null) return { met: null, reason: 'poverty-status-unknown' };
  const met = poverty.some((status) => isValidOn(status, referenceDate));
  return { met, reason: 'registered-poor' };
}
