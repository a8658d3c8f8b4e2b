import { z } from 'zod';
import { pageOf } from '../paging.ts';

const word = z
  .string()
  .max(120)
  .regex(/^[^\p{Cc}]+$/u)
  .optional();

/** What of the chain is asked for; `from` is included, `to` is not. */
export const auditQuery = z.object({
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'is no cursor of this list')
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  action: word,
  subject: word,
  actor: word,
  from: z.coerce.date().optional(),
  to: z.coerce.date().optional(),
});

const auditEventAnswer = z
  .object({
    sequence: z.number(),
    at: z.date(),
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEvent' });

/** `given-up`: its process ended before the walk did; it has no result. */
const auditVerification = z
  .object({
    state: z.enum(['running', 'done', 'given-up']),
    startedBy: z.string(),
    startedAt: z.date(),
    checkedCount: z.number(),
    totalCount: z.number(),
    endedAt: z.date().nullable(),
    result: z
      .object({
        ok: z.boolean(),
        eventCount: z.number(),
        lastHash: z.string(),
        checkpointCount: z.number(),
        matchedCheckpointCount: z.number(),
        witnessedSequence: z.number(),
        faults: z.array(
          z.object({ kind: z.string(), sequence: z.number().nullable(), detail: z.string() }),
        ),
      })
      .nullable(),
  })
  .meta({ id: 'AuditVerification' });

/** The newest walk over the chain; null before the first. */
export const auditVerificationAnswer = z.object({ latest: auditVerification.nullable() });

export type AuditVerificationAnswer = z.infer<typeof auditVerificationAnswer>;

export const auditEvents = pageOf(auditEventAnswer);

export type AuditEvents = z.infer<typeof auditEvents>;
