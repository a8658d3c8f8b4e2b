import { z } from 'zod';
import { reportChangeStates } from '../../casework/report/report-change-state.ts';

const target = z.enum(['T21', 'T18', 'T13']);
const reason = z
  .string()
  .trim()
  .min(5)
  .max(1000)
  .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters')
  .describe('Stands on an amended report: no names');

export const amendmentBody = z.strictObject({
  reason,
  decision: z.enum(['approve', 'no-call']).describe('Verdicts as computed, or no call'),
  targets: z.array(target).min(1).max(3).nullable().default(null).describe('Of a no-call; all'),
  analysisId: z.uuid().nullable().default(null).describe('A later analysis of the same sample'),
});

export const revocationBody = z.strictObject({ reason });

export type AmendmentBody = z.infer<typeof amendmentBody>;

export const reportChangeAnswer = z
  .object({
    id: z.string(),
    reportId: z.string(),
    reportVersion: z.number().int(),
    specimenNumber: z.string(),
    kind: z.enum(['amendment', 'revocation']),
    state: z.enum(reportChangeStates),
    reason: z.string(),
    analysisId: z.string().nullable(),
    decision: z
      .object({ decision: z.enum(['approve', 'no-call']), targets: z.array(target).nullable() })
      .nullable(),
    proposedBy: z.string(),
    proposedAt: z.date(),
    decidedBy: z.string().nullable().describe('Who signed or withdrew it'),
    decidedAt: z.date().nullable(),
    newReportId: z.string().nullable().describe('The version an amendment issued'),
    version: z.string().describe('The ETag, for If-Match'),
  })
  .meta({ id: 'ReportChange' });

export type ReportChangeAnswer = z.infer<typeof reportChangeAnswer>;
