import { type Kysely, sql } from 'kysely';

/**
 * What the audit is searched by besides its subject: without these, a rare actor or action is
 * looked for through the whole chain. Times rise along it, so that ranges of blocks do for them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create index audit_event_actor on audit_event (actor, sequence);
create index audit_event_action on audit_event (action, sequence);
create index audit_event_at on audit_event using brin (at) with (autosummarize = on);
`)
    .execute(db);
}
