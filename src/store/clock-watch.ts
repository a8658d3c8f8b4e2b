import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** What the database's clock says, and since when it has gone on without a jump. */
export interface WatchedClock {
  readonly now: Date;
  readonly evenSince: Date;
}

/** Longer between two looks is a jump, or a service that stood still: nobody can tell which. */
const gapHoursMax = 25;

/** Looks at the database's clock; one that went back or far ahead since then starts anew. */
export async function watchClock(kysely: Kysely<Tables>): Promise<WatchedClock> {
  const { rows } = await sql<WatchedClock>`
    insert into clock_watch as watch (even_since, seen_at) values (now(), now())
    on conflict (is_only) do update set
      even_since = case
        when now() between watch.seen_at
          and watch.seen_at + make_interval(hours => ${gapHoursMax}::int)
        then watch.even_since else now() end,
      seen_at = now()
    returning seen_at as now, even_since as "evenSince"`.execute(kysely);
  return rows[0];
}
