import type { Caller, SignInStep } from '../security/caller.ts';
import { HttpProblem } from './problem.ts';

/** How long a second factor is good for an act that needs a fresh one. */
export const freshFactorSeconds = 15 * 60;

const pages = {
  'second-factor': '/second-factor',
  'enrol-factor': '/second-factor/set-up',
  'change-password': '/password',
  'signed-in': '/account',
} as const satisfies Record<SignInStep, string>;

/** The page on which a person takes the next step of signing in. */
export function signInPageOf(step: SignInStep): string {
  return pages[step];
}

/** Refuses a person who has not signed in completely, and says what is missing. */
export function requireSignedIn({ session }: Caller): void {
  const step = session?.step ?? 'signed-in';
  if (step === 'second-factor') {
    throw new HttpProblem('second-factor-needed', 'the password alone does not sign in');
  }
  if (step === 'enrol-factor') {
    throw new HttpProblem('enrolment-needed', 'the account has no second factor yet');
  }
  if (step === 'change-password') {
    throw new HttpProblem('password-change-needed', 'the password was given by somebody else');
  }
}

/** Whether the caller is a person who gave the second factor within the last quarter of an hour. */
export function hasFreshFactor({ session }: Caller, now: Date): boolean {
  const at = session?.factorAt?.getTime();
  return at !== undefined && now.getTime() - at <= freshFactorSeconds * 1000;
}

/** Refuses machines, and persons whose second factor is older than a quarter of an hour. */
export function requireFreshFactor(caller: Caller, now: Date): void {
  if (caller.session === null) {
    throw new HttpProblem('permission-missing', 'only a person may do this');
  }
  if (!hasFreshFactor(caller, now)) {
    throw new HttpProblem('second-factor-needed', 'the second factor was given too long ago');
  }
}
