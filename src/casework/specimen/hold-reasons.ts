import { type Consent, consentAllows } from '../consent/consent-scope.ts';
import type { PopulationClass } from '../pregnancy/population-class.ts';

const holdReasonWords = [
  'consent-missing',
  'consent-lacks-test',
  'consent-lacks-cautious-population',
  'gestational-age-unknown',
  'before-12-weeks',
  'population-unknown',
  'population-not-suitable',
] as const;

export type HoldReason = (typeof holdReasonWords)[number];

/** What decides whether a tube may enter the laboratory; null is not known. */
export interface HoldFacts {
  readonly consent: Consent | null;
  readonly gestationalDaysAtDraw: number | null;
  readonly populationClass: PopulationClass | null;
}

/** The first day on which blood may be drawn, days (12+0). */
const gestationalDaysMin = 84;

/**
 * Why a specimen is held; empty when it may go on. What is not known holds it too.
 *
 * A cautious population needs its own clause: direct prenatal diagnosis was advised and declined.
 *
 * @example holdReasons({ consent: null, gestationalDaysAtDraw: 112, populationClass: 'suitable' })
 * // ['consent-missing']
 */
export function holdReasons(facts: HoldFacts): HoldReason[] {
  return [
    ...consentReasons(facts),
    ...gestationReasons(facts.gestationalDaysAtDraw),
    ...populationReasons(facts.populationClass),
  ];
}

function consentReasons({ consent, populationClass }: HoldFacts): HoldReason[] {
  if (consent === null || consent.state !== 'SIGNED') return ['consent-missing'];
  const reasons: HoldReason[] = [];
  if (!consentAllows(consent, 'test')) reasons.push('consent-lacks-test');
  if (populationClass === 'cautious' && !consentAllows(consent, 'cautious-population')) {
    reasons.push('consent-lacks-cautious-population');
  }
  return reasons;
}

function gestationReasons(days: number | null): HoldReason[] {
  if (days === null || !Number.isFinite(days)) return ['gestational-age-unknown'];
  return days < gestationalDaysMin ? ['before-12-weeks'] : [];
}

function populationReasons(populationClass: PopulationClass | null): HoldReason[] {
  if (populationClass === null) return ['population-unknown'];
  return populationClass === 'notSuitable' ? ['population-not-suitable'] : [];
}
