import type { ConsentState } from './consent-state.ts';

/** What a woman may agree to, each on its own (personal information law, articles 28 to 32). */
export const consentScopes = [
  'test',
  'cautious-population',
  'platform-store',
  'research',
  'messaging',
  'poverty-status',
] as const;

export type ConsentScope = (typeof consentScopes)[number];

export interface Consent {
  readonly state: ConsentState;
  readonly scopes: readonly ConsentScope[];
}

/** Whether a consent allows a use: signed, neither withdrawn nor expired, and naming the scope. */
export function consentAllows(consent: Consent | null, scope: ConsentScope): boolean {
  return consent !== null && consent.state === 'SIGNED' && consent.scopes.includes(scope);
}
