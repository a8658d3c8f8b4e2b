import { type ThrottleRule, takeAttempt } from '../../store/throttle-store.ts';
import { HttpProblem } from '../problem.ts';
import type { Services } from '../services.ts';

/**
 * How fast guesses become slow: by account and by second factor after five, doubling to an hour; by
 * address, which may be a whole laboratory's, after fifty, to ten minutes.
 */
export const throttles = {
  name: { free: 5, firstSeconds: 30, lastSeconds: 3600 },
  factor: { free: 5, firstSeconds: 30, lastSeconds: 3600 },
  address: { free: 50, firstSeconds: 10, lastSeconds: 600 },
} as const satisfies Record<string, ThrottleRule>;

/** Under what failures of an account's name are counted, whether anybody has it or not. */
export function nameSubject({ blindIndex }: Pick<Services, 'blindIndex'>, name: string): Buffer {
  return blindIndex('sign-in.name', name);
}

/** Under what failures of an address are counted. */
export function addressSubject(
  { blindIndex }: Pick<Services, 'blindIndex'>,
  address: string,
): Buffer {
  return blindIndex('sign-in.address', address);
}

/** Under what failures of a person's second factor are counted. */
export function factorSubject(
  { blindIndex }: Pick<Services, 'blindIndex'>,
  staffId: string,
): Buffer {
  return blindIndex('sign-in.factor', staffId);
}

/** Counts an attempt, or refuses it for now; says whether one more failure closes the door. */
export async function requireAttempt(
  { kysely, clock }: Services,
  subject: Buffer,
  rule: ThrottleRule,
): Promise<{ locks: boolean }> {
  const { waitSeconds, failures } = await takeAttempt(kysely, { subject, rule, now: clock() });
  if (waitSeconds === 0) return { locks: failures >= rule.free };
  throw new HttpProblem('sign-in-locked', 'too many attempts failed', { retryAfter: waitSeconds });
}
