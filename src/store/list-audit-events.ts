import { type Kysely, type RawBuilder, sql } from 'kysely';
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

interface AuditPage {
  readonly filter: AuditFilter;
  readonly before: number | null;
  readonly limit: number;
}

interface AuditRow extends Omit<ListedAuditEvent, 'sequence' | 'detail'> {
  readonly sequence: number | string;
  readonly detail: string;
}

/** Events that a filter lets through, the newest first, beginning before a sequence number. */
export async function listAuditEvents(
  db: Kysely<Tables>,
  page: AuditPage,
): Promise<ListedAuditEvent[]> {
  const { rows } = await selectAuditEvents(page).execute(db);
  return rows.map(({ sequence, detail, ...event }) => ({
    ...{ ...event, sequence: Number(sequence), detail: JSON.parse(detail) },
  }));
}

/**
 * Only what was asked for stands in the condition: one that allows for filters left out would be
 * planned without any index.
 */
export function selectAuditEvents({ filter, before, limit }: AuditPage): RawBuilder<AuditRow> {
  const { action, subject, actor, from, to } = filter;
  const conditions = [
    before === null ? null : sql`sequence < ${before}::bigint`,
    action === undefined ? null : sql`action = ${action}`,
    subject === undefined ? null : sql`subject = ${subject}`,
    actor === undefined ? null : sql`actor = ${actor}`,
    from === undefined ? null : sql`at >= ${from}`,
    to === undefined ? null : sql`at < ${to}`,
  ].filter((condition) => condition !== null);
  const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
  return sql<AuditRow>`
    select sequence, at, actor, action, subject, detail from audit_event ${where}
     order by sequence desc limit ${limit}`;
}
