import { z } from 'zod';
import { caseActs, referralActs } from '../../casework/aftercare/aftercare-acts.ts';
import {
  diagnosisMaterials,
  diagnosisMethods,
  diagnosisResults,
  diagnosisTargets,
} from '../../casework/aftercare/diagnosis.ts';
import { highRiskCaseStates } from '../../casework/aftercare/high-risk-case-state.ts';
import { referralStates } from '../../casework/aftercare/referral-state.ts';
import { due } from './due.ts';

const day = z.iso.date();
const institution = z.string().trim().min(1).max(100);

/** Kept sealed; one that would tell the fetal sex is refused. */
export const stepNote = z.string().trim().max(2000).default('');
export const dueOn = day.nullable().default(null).describe('Until when, to postpone; else null');

const caseEvents = ['notify', 'counsel', 'accept-diagnosis', 'decline-diagnosis'] as const;
const reasoned: readonly string[] = [
  ...['decline-diagnosis', 'leave-unknown', 'decline', 'lose', 'postpone'],
];

/** What is said of a step: a day to postpone it, and why where that is not plain. */
export function isWholeStep(step: { event: string; note: string; dueOn: string | null }): boolean {
  const isPostponed = step.event === 'postpone';
  return (
    isPostponed === (step.dueOn !== null) && (step.note !== '' || !reasoned.includes(step.event))
  );
}

export const stepRule = 'postpone and nothing else takes dueOn; what is not plain takes a note';

export const caseStepBody = z
  .strictObject({
    event: z.enum([...caseEvents, 'leave-unknown', 'postpone']),
    note: stepNote,
    dueOn,
  })
  .refine(isWholeStep, stepRule);

export type CaseStepBody = z.infer<typeof caseStepBody>;

export const referralBody = z.strictObject({
  institution: institution.describe('The diagnosis institution'),
  urgency: z.enum(['green-channel', 'routine']).default('green-channel'),
  note: stepNote,
});

export type ReferralBody = z.infer<typeof referralBody>;

export const referralStepBody = z.strictObject({
  event: z.enum(['send', 'accept', 'reject', 'see', 'give-feedback', 'close', 'withdraw']),
  note: stepNote,
});

export type ReferralStepBody = z.infer<typeof referralStepBody>;

const diagnosisResult = z.object({
  target: z.enum(diagnosisTargets),
  result: z.enum(diagnosisResults),
});
const diagnosis = {
  institution,
  method: z.enum(diagnosisMethods),
  material: z.enum(diagnosisMaterials),
  reportedOn: day,
};

export const diagnosisBody = z.strictObject({
  ...diagnosis,
  results: z.array(diagnosisResult.strict()).min(1).max(diagnosisTargets.length),
  note: stepNote,
});

export type DiagnosisBody = z.infer<typeof diagnosisBody>;

export const stepAnswer = z
  .object({
    event: z.string(),
    from: z.string(),
    to: z.string(),
    by: z.string(),
    at: z.date(),
    note: z.string().nullable(),
  })
  .meta({ id: 'AftercareStep' });

export const caseListed = z
  .object({
    id: z.string(),
    pregnancyId: z.string(),
    reportId: z.string(),
    specimenNumber: z.string(),
    targets: z.array(z.enum(diagnosisTargets)),
    state: z.enum(highRiskCaseStates),
    ...due,
    allows: z.array(z.enum(caseActs)).describe('What a person can do with it now'),
    openedAt: z.date(),
    version: z.string().describe('The ETag, for If-Match'),
  })
  .meta({ id: 'HighRiskCaseListed' });

export const caseAnswer = caseListed
  .extend({
    steps: z.array(stepAnswer),
    referrals: z.array(
      z.object({
        id: z.string(),
        state: z.enum(referralStates),
        allows: z.array(z.enum(referralActs)),
        institution: z.string(),
        urgency: z.enum(['green-channel', 'routine']),
        createdAt: z.date(),
        version: z.string().describe('The ETag, for If-Match'),
        steps: z.array(stepAnswer),
      }),
    ),
    diagnoses: z.array(
      z.object({
        ...{ ...diagnosis, reportedOn: z.string(), recordedAt: z.date() },
        results: z.array(diagnosisResult),
      }),
    ),
    outcome: z.string().nullable().describe('How the pregnancy ended'),
  })
  .meta({ id: 'HighRiskCase' });

export type CaseListed = z.infer<typeof caseListed>;
export type CaseAnswer = z.infer<typeof caseAnswer>;
