import { daysBetween } from '../calendar-date.ts';
import type { SerologyClass } from '../claim/serology-class.ts';

export type PopulationClass = 'suitable' | 'cautious' | 'notSuitable';

/** What the class is decided from. A clinic that did not ask has not registered the pregnancy. */
export interface PopulationFacts {
  readonly drawDate: string;
  readonly gestationalDaysAtDraw: number;
  readonly ageAtDelivery: number;
  /** Class of the serology; null when none was done. */
  readonly serology: SerologyClass | null;
  readonly bodyMassIndex: number | null;
  readonly fetusCount: number;
  readonly conception: 'natural' | 'ivf' | 'donor';
  readonly previousAffectedChild: boolean;
  readonly contraindicatedInvasive: boolean;
  readonly coupleChromosomeAbnormality: boolean;
  /** Last allogeneic transfusion, transplant or cell therapy; null when never. */
  readonly allogeneicTreatmentDate: string | null;
  readonly structuralAnomaly: boolean;
  readonly monogenicFamilyHistory: boolean;
  readonly malignancy: boolean;
  /** A doctor's own reason for caution or against the test. */
  readonly doctorView: 'none' | 'cautious' | 'notSuitable';
}

/**
 * Whether NIPT suits a woman, by the national rule and independent of any subsidy.
 *
 * The first class with a reason wins: notSuitable, cautious, suitable; all its reasons are given.
 * Source: Guo Wei Ban Fu You Fa [2016] 45, annex 1 (domain page section 2.1). Weeks after 22+6 are
 * outside the recommended window without being listed as unsuitable, so they ask for caution.
 * Edge: a malformed date of treatment counts as recent.
 */
export function populationClass(facts: PopulationFacts): {
  readonly class: PopulationClass;
  readonly reasons: readonly string[];
} {
  const against = reasonsAgainst(facts);
  if (against.length > 0) return { class: 'notSuitable', reasons: against };
  const cautious = reasonsForCaution(facts);
  if (cautious.length > 0) return { class: 'cautious', reasons: cautious };
  return { class: 'suitable', reasons: reasonsFor(facts) };
}

function reasonsAgainst(facts: PopulationFacts): string[] {
  return named({
    'before-12-weeks': facts.gestationalDaysAtDraw < 84,
    'couple-chromosome-abnormality': facts.coupleChromosomeAbnormality,
    'allogeneic-treatment-within-a-year': isRecent(facts.allogeneicTreatmentDate, facts.drawDate),
    'structural-anomaly': facts.structuralAnomaly,
    'monogenic-family-history': facts.monogenicFamilyHistory,
    malignancy: facts.malignancy,
    'doctor-advises-against': facts.doctorView === 'notSuitable',
  });
}

function reasonsForCaution(facts: PopulationFacts): string[] {
  return named({
    'serology-high-risk': facts.serology === 'high',
    'age-35-or-over': facts.ageAtDelivery >= 35,
    'body-mass-index-over-40': facts.bodyMassIndex !== null && facts.bodyMassIndex > 40,
    'assisted-conception': facts.conception !== 'natural',
    'previous-affected-child': facts.previousAffectedChild,
    'multiple-pregnancy': facts.fetusCount > 1,
    'after-22-weeks-6-days': facts.gestationalDaysAtDraw > 22 * 7 + 6,
    'doctor-advises-caution': facts.doctorView === 'cautious',
  });
}

function reasonsFor(facts: PopulationFacts): string[] {
  return named({
    'serology-borderline': facts.serology === 'borderline',
    'invasive-diagnosis-contraindicated': facts.contraindicatedInvasive,
    'serology-missed': facts.serology === null && facts.gestationalDaysAtDraw >= 20 * 7 + 6,
  });
}

function isRecent(treatmentDate: string | null, drawDate: string): boolean {
  if (treatmentDate === null) return false;
  const days = daysBetween(treatmentDate, drawDate);
  return days === null || days < 365;
}

function named(conditions: Record<string, boolean>): string[] {
  return Object.keys(conditions).filter((name) => conditions[name]);
}
