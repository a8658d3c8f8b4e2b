import { z } from 'zod';
import { reportStates } from '../../casework/report/report-state.ts';

/** An issued version. `content` is the parsed text whose SHA-256 is `bodySha256`. */
export const reportAnswer = z
  .object({
    id: z.string(),
    version: z.number(),
    state: z.enum(reportStates),
    outcome: z.enum(['report', 'no-call']),
    specimenNumber: z.string(),
    reviewer: z.string(),
    approver: z.string(),
    issuedAt: z.date(),
    bodySha256: z.string(),
    content: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Report' });

/** A printed page. */
export const pdfAnswer = {
  description: 'The page as PDF/A-2b',
  content: { 'application/pdf': { schema: z.string().meta({ format: 'binary' }) } },
};

export type ReportAnswer = z.infer<typeof reportAnswer>;
