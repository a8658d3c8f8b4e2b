import { z } from 'zod';
import { consentScopes } from '../../casework/consent/consent-scope.ts';
import { consentStates } from '../../casework/consent/consent-state.ts';
import { personIdentifierTypes } from '../../casework/pregnancy/person-identifier.ts';
import { pregnancyStates } from '../../casework/pregnancy/pregnancy-state.ts';
import { claimOfPregnancy } from './claim.ts';

const day = z.iso.date();
const denominator = z.int().min(1).max(10_000_000);
const division = z.string().regex(/^\d{6}$/, 'is a division code of six digits');

const dating = z
  .union([
    z.strictObject({ basis: z.enum(['last-period', 'ultrasound']), expectedDeliveryOn: day }),
    z.strictObject({ basis: z.literal('last-period'), lastPeriodOn: day }),
  ])
  .describe('The expected day of delivery, or the first day of the last period');

const serologyResult = z.strictObject({
  institution: z.string().trim().min(1).max(100),
  testedOn: day,
  trisomy21Denominator: denominator.nullable(),
  trisomy18Denominator: denominator.nullable(),
  trisomy21CutoffDenominator: denominator.default(270),
  trisomy18CutoffDenominator: denominator.default(350),
});

const povertyStatus = z.strictObject({
  category: z.string().trim().min(1).max(50),
  listSource: z.string().trim().min(1).max(100),
  validFrom: day,
  validTo: day.nullable(),
});

const cover = z.strictObject({
  insuranceType: z.enum(['310', '390', '320', '330', '510']),
  centre: z.enum(['city', 'province']),
  insuredArea: division.nullable(),
  /** County where an employee's employer is registered. */
  employerCounty: division.nullable().default(null),
  /** An empty list is known to be none; null is not known yet. */
  poverty: z.array(povertyStatus).max(10).nullable(),
});

const request = z.strictObject({
  /** Of the scheme's list of pilot institutions; null where it is not known. */
  institutionId: z.string().trim().min(1).max(100).nullable(),
  institution: z.string().trim().min(1).max(100),
  doctor: z.string().trim().min(1).max(100),
});

const clinical = z.strictObject({
  bodyMassIndex: z.number().min(8).max(100).nullable().default(null),
  conception: z.enum(['natural', 'ivf', 'donor']).default('natural'),
  previousAffectedChild: z.boolean().default(false),
  contraindicatedInvasive: z.boolean().default(false),
  coupleChromosomeAbnormality: z.boolean().default(false),
  allogeneicTreatmentDate: day.nullable().default(null),
  structuralAnomaly: z.boolean().default(false),
  monogenicFamilyHistory: z.boolean().default(false),
  malignancy: z.boolean().default(false),
  doctorView: z.enum(['none', 'cautious', 'notSuitable']).default('none'),
});

/** A signed consent: what she agreed to, and when. */
export const consentBody = z.strictObject({
  scopes: z.array(z.enum(consentScopes)).min(1).max(consentScopes.length),
  signedOn: day,
});

/** That she takes her consent back, and the day on which she asked for it. */
export const withdrawalBody = z.strictObject({ askedOn: day });

export type WithdrawalBody = z.infer<typeof withdrawalBody>;

/** A registration. Nothing may be guessed: what was asked is written, what was not is null. */
export const pregnancyBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  identifier: z.strictObject({
    type: z.enum(personIdentifierTypes),
    value: z.string().trim().min(1).max(30),
  }),
  phone: z.string().trim().min(5).max(30),
  birthDate: day,
  dating,
  fetusCount: z.int().min(1).max(9),
  clinical,
  serology: z.array(serologyResult).max(10).nullable(),
  cover,
  request,
  consent: consentBody.nullable(),
});

export type PregnancyBody = z.infer<typeof pregnancyBody>;
export type Clinical = z.infer<typeof clinical>;
export type TestRequest = z.infer<typeof request>;
export type ConsentBody = z.infer<typeof consentBody>;

const listed = z.object({
  id: z.string(),
  state: z.enum(pregnancyStates),
  name: z.string().describe('Masked'),
  expectedDeliveryOn: z.string(),
  ageAtDelivery: z.number(),
  fetusCount: z.number(),
  populationClass: z.enum(['suitable', 'cautious', 'notSuitable']),
  consentState: z.enum(consentStates),
  registeredAt: z.date(),
});

export const pregnancyListed = listed.meta({ id: 'PregnancyListed' });

/** A pregnancy with the subsidy decided for it. Who she is stays masked. */
export const pregnancyAnswer = listed
  .extend({
    identifier: z.object({ type: z.string(), value: z.string().describe('Masked') }),
    phone: z.string().describe('Masked'),
    datingBasis: z.string(),
    populationReasons: z.array(z.string()),
    consent: z.object({
      state: z.enum(consentStates),
      scopes: z.array(z.string()),
      signedOn: z.string().nullable(),
    }),
    serology: z.array(
      z.object({ institution: z.string(), testedOn: z.string(), class: z.string() }),
    ),
    eligibility: z.object({
      state: z.enum(['PENDING_INFO', 'ELIGIBLE', 'NOT_ELIGIBLE']),
      amountMinorUnits: z.number(),
      currency: z.literal('CNY'),
      reasons: z.array(z.string()),
      schemeId: z.string(),
      schemeVersion: z.number(),
    }),
    claim: claimOfPregnancy.nullable(),
    specimens: z.array(z.object({ number: z.string(), state: z.string() })),
  })
  .meta({ id: 'Pregnancy' });

export type PregnancyListed = z.infer<typeof pregnancyListed>;
export type PregnancyAnswer = z.infer<typeof pregnancyAnswer>;
