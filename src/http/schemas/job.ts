import { z } from 'zod';
import { jobStates } from '../../store/job-store.ts';
import { pageOf } from '../paging.ts';

/** A job of the queue: dead ones have no tries left and wait for a person. */
export const jobAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    state: z.enum(jobStates),
    priority: z.number().int(),
    failures: z.number().int(),
    createdAt: z.date(),
    endedAt: z.date().nullable(),
    cause: z.string().nullable(),
    sampleId: z.string().nullable(),
    sample: z.string().nullable(),
    sampleState: z.string().nullable(),
    runId: z.string().nullable(),
    lookBackId: z.string().nullable(),
  })
  .meta({ id: 'Job' });

export const jobAnswers = pageOf(jobAnswer);

export type JobAnswers = z.infer<typeof jobAnswers>;
