import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** An answer is kept for so long; nobody repeats a request later. */
const answerDays = 7;
/** Failed attempts to sign in are forgotten after so long. */
const throttleDays = 1;
const dayMilliseconds = 86_400_000;

/** Removes what no longer counts: answers, sessions, tokens, used assertions, failed attempts. */
export async function sweepExpired(kysely: Kysely<Tables>, now: Date): Promise<void> {
  const daysAgo = (days: number) => new Date(now.getTime() - days * dayMilliseconds);
  await kysely
    .deleteFrom('idempotent_answer')
    .where('created_at', '<', daysAgo(answerDays))
    .execute();
  await kysely.deleteFrom('staff_session').where('expires_at', '<=', now).execute();
  await kysely.deleteFrom('oauth_token').where('expires_at', '<=', now).execute();
  await kysely.deleteFrom('oauth_assertion').where('expires_at', '<', now).execute();
  await kysely
    .deleteFrom('sign_in_throttle')
    .where('last_failed_at', '<', daysAgo(throttleDays))
    .where('locked_until', '<', now)
    .execute();
}
