import { z } from 'zod';

/** A day by which something has to be done, and how it stands today. */
export const due = {
  dueOn: z.string().nullable(),
  lateness: z.enum(['late', 'soon', 'in-time', 'unknown']),
  workingDaysLeft: z.number().int().nullable().describe('Below 0: late by so many; null: unknown'),
};
