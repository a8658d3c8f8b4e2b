import type { Session } from '../api/use-session.ts';

/** As long as the service takes a second factor as fresh. */
const freshMilliseconds = 15 * 60_000;
/** Asked for a little earlier, so that nobody is turned back in the middle. */
const marginMilliseconds = 20_000;

/** Until when whoever is signed in may sign without another code; null where none was given. */
export function signingUntil(session: Pick<Session, 'factorAt'> | undefined): Date | null {
  const at = session?.factorAt;
  return at ? new Date(Date.parse(at) + freshMilliseconds) : null;
}

/** Whether the second factor is fresh enough to sign now. */
export function isSigningOpen(
  session: Pick<Session, 'factorAt'> | undefined,
  now: number = Date.now(),
): boolean {
  const until = signingUntil(session);
  return until !== null && now < until.getTime() - marginMilliseconds;
}
