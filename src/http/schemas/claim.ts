import { z } from 'zod';
import { claimStates } from '../../casework/claim/claim-state.ts';

export const claimOfPregnancy = z.object({
  id: z.string(),
  state: z.enum(claimStates),
  amountMinorUnits: z.number(),
  currency: z.string(),
});

export const claimListed = claimOfPregnancy
  .extend({ pregnancyId: z.string(), openedAt: z.date() })
  .meta({ id: 'ClaimListed' });

/** A claim with what its ledger says. */
export const claimAnswer = claimListed
  .extend({
    ledger: z.array(
      z.object({
        id: z.string(),
        reportId: z.string(),
        outcome: z.enum(['report', 'no-call', 'revoked']),
        enteredAt: z.date(),
      }),
    ),
  })
  .meta({ id: 'Claim' });

export const findingListed = z
  .object({
    id: z.string(),
    pregnancyId: z.string(),
    reportId: z.string(),
    version: z.number().int().describe('1: as the report says; later: as settled'),
    recordedAt: z.date(),
    body: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Finding' });

export const releasedFinding = z
  .object({
    id: z.string(),
    reportId: z.string(),
    version: z.number().int(),
    publishedAt: z.date(),
    cursor: z.string().describe('Where the next pull goes on, also after the last page'),
    isWithdrawal: z.boolean().describe('She took her consent back: delete what you have of it'),
    body: z.record(z.string(), z.unknown()).nullable().describe('Null where it is taken back'),
  })
  .meta({ id: 'ReleasedFinding' });
