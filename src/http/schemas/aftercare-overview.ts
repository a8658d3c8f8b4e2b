import { z } from 'zod';
import { consentStates } from '../../casework/consent/consent-state.ts';
import { pregnancyStates } from '../../casework/pregnancy/pregnancy-state.ts';
import { due } from './due.ts';
import { followUpAnswer, redrawAnswer } from './follow-up.ts';
import { caseAnswer } from './high-risk-case.ts';

const line = z.object({
  kind: z.enum(['high-risk-case', 'redraw', 'follow-up']),
  ...{ id: z.string(), pregnancyId: z.string(), name: z.string().describe('Masked') },
  ...{ specimenNumber: z.string().nullable(), state: z.string(), openedAt: z.date() },
  ...due,
  about: z.array(z.string()).describe('Diseases of a case; else why it was opened'),
  attempts: z.number().int().describe('Of a follow-up, that did not reach her'),
  referral: z
    .object({ state: z.string(), institution: z.string(), urgency: z.string() })
    .nullable()
    .describe('The one of a case that is under way'),
});

export const aftercareList = z
  .object({
    items: z.array(line),
    /** More of a kind wait than are listed; they move up as these are done. */
    isCut: z.boolean(),
  })
  .meta({ id: 'AftercareList' });

export const aftercareOfPregnancy = z
  .object({
    id: z.string().describe('Of the pregnancy'),
    ...{ name: z.string().describe('Masked'), phone: z.string().describe('Masked') },
    ...{ state: z.enum(pregnancyStates), expectedDeliveryOn: z.string() },
    consent: z.object({
      ...{ state: z.enum(consentStates), scopes: z.array(z.string()) },
      signedOn: z.string().nullable(),
    }),
    specimens: z.array(z.object({ number: z.string(), state: z.string() })),
    cases: z.array(caseAnswer),
    redraws: z.array(redrawAnswer),
    followUp: followUpAnswer.nullable(),
  })
  .meta({ id: 'AftercareOfPregnancy' });

export type AftercareList = z.infer<typeof aftercareList>;
export type AftercareOfPregnancy = z.infer<typeof aftercareOfPregnancy>;
