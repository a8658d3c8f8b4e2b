import { describe, expect, it } from 'vitest';
import {
  type PopulationFacts,
  populationClass,
} from '../../../src/casework/pregnancy/population-class.ts';

const plain: PopulationFacts = {
  drawDate: '2026-09-20',
  gestationalDaysAtDraw: 115,
  ageAtDelivery: 30,
  serology: 'low',
  bodyMassIndex: 22,
  fetusCount: 1,
  conception: 'natural',
  previousAffectedChild: false,
  contraindicatedInvasive: false,
  coupleChromosomeAbnormality: false,
  allogeneicTreatmentDate: null,
  structuralAnomaly: false,
  monogenicFamilyHistory: false,
  malignancy: false,
  doctorView: 'none',
};

describe('population class', () => {
  it.each<[Partial<PopulationFacts>, string]>([
    [{ gestationalDaysAtDraw: 83 }, 'before-12-weeks'],
    [{ coupleChromosomeAbnormality: true }, 'couple-chromosome-abnormality'],
    [{ allogeneicTreatmentDate: '2025-09-21' }, 'allogeneic-treatment-within-a-year'],
    [{ allogeneicTreatmentDate: 'last year' }, 'allogeneic-treatment-within-a-year'],
    [{ structuralAnomaly: true }, 'structural-anomaly'],
    [{ monogenicFamilyHistory: true }, 'monogenic-family-history'],
    [{ malignancy: true }, 'malignancy'],
    [{ doctorView: 'notSuitable' }, 'doctor-advises-against'],
  ])('%j is not suitable', (change, reason) => {
    expect(populationClass({ ...plain, ...change })).toEqual({
      class: 'notSuitable',
      reasons: [reason],
    });
  });

  it.each<[Partial<PopulationFacts>, string]>([
    [{ serology: 'high' }, 'serology-high-risk'],
    [{ ageAtDelivery: 35 }, 'age-35-or-over'],
    [{ bodyMassIndex: 40.1 }, 'body-mass-index-over-40'],
    [{ conception: 'ivf' }, 'assisted-conception'],
    [{ previousAffectedChild: true }, 'previous-affected-child'],
    [{ fetusCount: 2 }, 'multiple-pregnancy'],
    [{ gestationalDaysAtDraw: 161 }, 'after-22-weeks-6-days'],
    [{ doctorView: 'cautious' }, 'doctor-advises-caution'],
  ])('%j asks for caution', (change, reason) => {
    expect(populationClass({ ...plain, ...change })).toEqual({
      class: 'cautious',
      reasons: [reason],
    });
  });

  it.each<[Partial<PopulationFacts>, string[]]>([
    [{}, []],
    [{ serology: 'borderline' }, ['serology-borderline']],
    [{ contraindicatedInvasive: true }, ['invasive-diagnosis-contraindicated']],
    [{ serology: null, gestationalDaysAtDraw: 146 }, ['serology-missed']],
    [{ serology: null, gestationalDaysAtDraw: 145 }, []],
    [{ bodyMassIndex: 40, ageAtDelivery: 34, gestationalDaysAtDraw: 160 }, []],
    [{ gestationalDaysAtDraw: 84, allogeneicTreatmentDate: '2025-09-20' }, []],
  ])('%j is suitable', (change, reasons) => {
    expect(populationClass({ ...plain, ...change })).toEqual({ class: 'suitable', reasons });
  });

  it('lets the graver class win', () => {
    const facts = { ...plain, ageAtDelivery: 41, malignancy: true };
    expect(populationClass(facts).class).toBe('notSuitable');
  });
});
