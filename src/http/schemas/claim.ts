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
    recordedAt: z.date(),
    body: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Finding' });
