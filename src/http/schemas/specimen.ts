import { z } from 'zod';
import { rejectionReasons } from '../../casework/specimen/rejection-reason.ts';
import { specimenOrderStates } from '../../casework/specimen/specimen-order-state.ts';

const reasons = rejectionReasons.map((row) => row.reason);
const rejectionReason = z.enum(reasons as [(typeof reasons)[number]]);
const day = z.iso.date();

export const specimenNumber = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{2,39}$/, 'is 3 to 40 letters, digits and hyphens');

export const specimenBody = z.strictObject({
  number: specimenNumber,
  drawnOn: day,
  receivedOn: day.nullable().default(null),
  rejectionReason: rejectionReason.nullable().default(null),
  /** The tube this one replaces. */
  parentNumber: specimenNumber.nullable().default(null),
});

export const receiptBody = z.strictObject({
  receivedOn: day,
  rejectionReason: rejectionReason.nullable().default(null),
});

export type SpecimenBody = z.infer<typeof specimenBody>;
export type ReceiptBody = z.infer<typeof receiptBody>;

export const specimenAnswer = z
  .object({
    number: z.string(),
    pregnancyId: z.string(),
    parentNumber: z.string().nullable(),
    state: z.enum(specimenOrderStates),
    drawnOn: z.string(),
    gestationalAgeAtDraw: z.string().describe('Weeks and days, as 16+3'),
    receivedOn: z.string().nullable(),
    holdReasons: z.array(z.string()),
    rejectionReason: z.string().nullable(),
  })
  .meta({ id: 'Specimen' });

export type SpecimenAnswer = z.infer<typeof specimenAnswer>;
