import { type Kysely, sql } from 'kysely';
import type { JsonValue } from '../security/canonical-json.ts';
import type { Tables } from './tables.ts';

/** An event of the chain as it is read, without its hashes. */
export interface ListedAuditEvent {
  readonly sequence: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: { readonly [key: string]: JsonValue };
}

/** Which events; whatever is left out does not narrow. */
export interface AuditFilter {
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  readonly actor?: string | undefined;
  /** The first moment, and the first moment no more. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/** Events that a filter lets through, the newest first, beginning before a sequence number. */
export async function listAuditEvents(
  db: Kysely<Tables>,
  { filter, before, limit }: { filter: AuditFilter; before: number | null; limit: number },
): Promise<ListedAuditEvent[]> {
  const { action = null, subject = null, actor = null, from = null, to = null } = filter;
  const { rows } = await sql<{
    sequence: number | string;
    at: Date;
    actor: string;
    action: string;
    subject: string;
    detail: string;
  }>`
    select sequence, at, actor, action, subject, detail from audit_event
     where (${before}::bigint is null or sequence < ${before}::bigint)
       and (${action}::text is null or action = ${action}::text)
       and (${subject}::text is null or subject = ${subject}::text)
       and (${actor}::text is null or actor = ${actor}::text)
       and (${from}::timestamptz is null or at >= ${from}::timestamptz)
       and (${to}::timestamptz is null or at < ${to}::timestamptz)
     order by sequence desc limit ${limit}`.execute(db);
  return rows.map(({ sequence, detail, ...event }) => ({
    ...{ ...event, sequence: Number(sequence), detail: JSON.parse(detail) },
  }));
}
