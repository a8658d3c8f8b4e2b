import { z } from 'zod';

/** Why an identity may be shown; words of a list, since the audit trail holds no free text. */
const unmaskingReasons = [
  'contact-person',
  'check-identity',
  'correct-record',
  'deliver-report',
  'answer-authority',
] as const;

export const unmaskingBody = z.strictObject({ reason: z.enum(unmaskingReasons) });

export const unmaskedPerson = z
  .object({
    name: z.string(),
    identifier: z.object({ type: z.string(), value: z.string() }),
    birthDate: z.string(),
    phone: z.string(),
  })
  .meta({ id: 'UnmaskedPerson' });

export type UnmaskingBody = z.infer<typeof unmaskingBody>;
export type UnmaskedPerson = z.infer<typeof unmaskedPerson>;
