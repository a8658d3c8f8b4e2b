import { isDayAfter } from '../../casework/calendar-date.ts';
import { decideEligibility, type EligibilityDecision } from '../../casework/claim/eligibility.ts';
import { type SerologyClass, serologyClass } from '../../casework/claim/serology-class.ts';
import {
  type SubsidyScheme,
  schemeOn,
  subsidySchemes,
} from '../../casework/claim/subsidy-scheme.ts';
import { ageOnDate } from '../../casework/pregnancy/age-on-date.ts';
import { dueDateOf, gestationalDays } from '../../casework/pregnancy/gestational-age.ts';
import { personIdentifier } from '../../casework/pregnancy/person-identifier.ts';
import { populationClass } from '../../casework/pregnancy/population-class.ts';
import type { SerologyRow } from '../../store/pregnancy-store.ts';
import type { Clinical, PregnancyBody } from '../schemas/pregnancy.ts';
import { accept, violation } from './refusal.ts';

/** Weeks before which blood is not drawn have their own hold; the class is that of a later draw. */
const drawDaysMin = 84;

/** Everything a registration says and implies, or the rule that it breaks. */
export function pregnancyFacts(body: PregnancyBody, today: string) {
  const identifier = accept(personIdentifier(body.identifier, today));
  if (identifier.birthDate !== null && identifier.birthDate !== body.birthDate) {
    throw violation('identifier-birth-date', 'birth date and identifier do not agree');
  }
  const expectedDeliveryOn = dueDateOn(body, today);
  const ageAtDelivery = ageOnDate(body.birthDate, expectedDeliveryOn);
  if (ageAtDelivery === null || ageAtDelivery < 14 || ageAtDelivery > 60) {
    throw violation('age-unlikely', 'the age at delivery is outside 14 to 60 years');
  }
  if (body.consent && isDayAfter(body.consent.signedOn, today)) {
    throw violation('consent-in-future', 'the consent is dated in the future');
  }
  const scheme = schemeOn(today, subsidySchemes);
  if (scheme === null) throw violation('no-scheme', 'no subsidy scheme is in force today');
  const serology = serologyRows(body, { scheme, today });
  const eligibility = eligibilityOf(body, { scheme, today, expectedDeliveryOn });
  const population = populationOf({
    clinical: body.clinical,
    fetusCount: body.fetusCount,
    ageAtDelivery,
    expectedDeliveryOn,
    serology,
    onDate: today,
  });
  return { identifier, expectedDeliveryOn, ageAtDelivery, serology, eligibility, population };
}

export type PregnancyFacts = ReturnType<typeof pregnancyFacts>;

interface PopulationCase {
  readonly clinical: Clinical;
  readonly fetusCount: number;
  readonly ageAtDelivery: number;
  readonly expectedDeliveryOn: string;
  readonly serology: readonly SerologyRow[];
  /** The day of the draw; before it is known, the day of registration. */
  readonly onDate: string;
}

/** Whether the test suits her, were blood drawn on a day. */
export function populationOf(given: PopulationCase): ReturnType<typeof populationClass> {
  const dating = { basis: 'due-date', dueDate: given.expectedDeliveryOn } as const;
  const days = accept(gestationalDays(dating, given.onDate));
  return populationClass({
    ...given.clinical,
    fetusCount: given.fetusCount,
    ageAtDelivery: given.ageAtDelivery,
    drawDate: given.onDate,
    gestationalDaysAtDraw: Math.max(days, drawDaysMin),
    serology: highestClass(given.serology.map((row) => row.class as SerologyClass)),
  });
}

function highestClass(classes: readonly SerologyClass[]): SerologyClass | null {
  return (['high', 'borderline', 'low'] as const).find((word) => classes.includes(word)) ?? null;
}

function dueDateOn({ dating }: PregnancyBody, today: string): string {
  const known =
    'lastPeriodOn' in dating
      ? ({ basis: 'last-period', lastPeriod: dating.lastPeriodOn } as const)
      : ({ basis: 'due-date', dueDate: dating.expectedDeliveryOn } as const);
  accept(gestationalDays(known, today));
  return dueDateOf(known) as string;
}

function serologyRows(
  { serology }: PregnancyBody,
  { scheme, today }: { scheme: SubsidyScheme; today: string },
): SerologyRow[] {
  return (serology ?? []).map((row) => {
    const found = serologyClass(asResult(row), scheme.serology);
    if (found === null) throw violation('serology-incomplete', 'a serology result names no risk');
    if (isDayAfter(row.testedOn, today)) {
      throw violation('serology-in-future', 'a serology result is dated in the future');
    }
    return { ...row, class: found };
  });
}

function eligibilityOf(
  body: PregnancyBody,
  {
    scheme,
    today,
    expectedDeliveryOn,
  }: { scheme: SubsidyScheme; today: string; expectedDeliveryOn: string },
): { inputs: object; decision: EligibilityDecision } {
  const facts = {
    referenceDate: today,
    birthDate: body.birthDate,
    dueDate: expectedDeliveryOn,
    insuredArea: body.cover.insuredArea,
    institutionId: body.request.institutionId,
    serology: body.serology?.map(asResult) ?? null,
    poverty: body.cover.poverty,
  };
  // The birth date stays sealed with her identity; the age decides.
  const { birthDate, ...inputs } = facts;
  const ageAtDelivery = ageOnDate(birthDate, expectedDeliveryOn);
  return { inputs: { ...inputs, ageAtDelivery }, decision: decideEligibility(facts, scheme) };
}

function asResult(row: NonNullable<PregnancyBody['serology']>[number]) {
  return {
    T21Denominator: row.trisomy21Denominator,
    T18Denominator: row.trisomy18Denominator,
    neuralTubeDenominator: null,
    cutOffs: { T21: row.trisomy21CutoffDenominator, T18: row.trisomy18CutoffDenominator },
  };
}
