import { z } from 'zod';
import { followUpActs, redrawActs } from '../../casework/aftercare/aftercare-acts.ts';
import { followUpReasons } from '../../casework/aftercare/follow-up-schedule.ts';
import { followUpStates } from '../../casework/aftercare/follow-up-state.ts';
import { outcomeKinds } from '../../casework/aftercare/pregnancy-outcome.ts';
import { redrawStates } from '../../casework/aftercare/redraw-state.ts';
import { due } from './due.ts';
import { dueOn, isWholeStep, stepAnswer, stepNote, stepRule } from './high-risk-case.ts';

const phenotype = z.string().regex(/^HP:\d{7}$/, 'is a code of the Human Phenotype Ontology');

export const contactBody = z.strictObject({
  reached: z.boolean(),
  note: stepNote,
  outcome: z
    .strictObject({
      kind: z.enum(outcomeKinds),
      endedOn: z.iso.date(),
      phenotypes: z.array(phenotype).max(50).default([]),
    })
    .nullable()
    .default(null)
    .describe('How the pregnancy ended, once she tells it'),
});

export type ContactBody = z.infer<typeof contactBody>;

const listed = {
  id: z.string(),
  pregnancyId: z.string(),
  ...due,
  openedAt: z.date(),
  version: z.string().describe('The ETag, for If-Match'),
};

export const followUpListed = z
  .object({
    ...listed,
    reason: z.enum(followUpReasons),
    state: z.enum(followUpStates),
    allows: z.array(z.enum(followUpActs)).describe('What a person can do with it now'),
    attempts: z.number().int().describe('That did not reach her, for the present date'),
    outcome: z
      .object({ kind: z.enum([...outcomeKinds, 'lost']), endedOn: z.string().nullable() })
      .nullable(),
  })
  .meta({ id: 'FollowUpListed' });

export const followUpAnswer = followUpListed
  .extend({ steps: z.array(stepAnswer) })
  .meta({ id: 'FollowUp' });

export const redrawStepBody = z
  .strictObject({
    event: z.enum(['notify', 'decline', 'lose', 'postpone']),
    note: stepNote,
    dueOn,
  })
  .refine(isWholeStep, stepRule);

export type RedrawStepBody = z.infer<typeof redrawStepBody>;

export const redrawListed = z
  .object({
    ...listed,
    specimenNumber: z.string(),
    drawnOn: z.string(),
    reason: z.string(),
    state: z.enum(redrawStates),
    allows: z.array(z.enum(redrawActs)).describe('What a person can do with it now'),
  })
  .meta({ id: 'RedrawListed' });

export const redrawAnswer = redrawListed
  .extend({ steps: z.array(stepAnswer) })
  .meta({ id: 'Redraw' });

export type FollowUpListed = z.infer<typeof followUpListed>;
export type FollowUpAnswer = z.infer<typeof followUpAnswer>;
export type RedrawListed = z.infer<typeof redrawListed>;
export type RedrawAnswer = z.infer<typeof redrawAnswer>;
