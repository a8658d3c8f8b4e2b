import { createHash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { canonicalJson, type JsonValue } from '../security/canonical-json.ts';
import { advisoryLocks } from './advisory-locks.ts';

const hashBytes = 32;
const genesis = Buffer.alloc(hashBytes);

/** Who did what to what, and when. `detail` holds no personal data: it can never be erased. */
export interface AuditEvent {
  readonly at: Date;
  /** The API key's name or `system`. */
  readonly actor: string;
  /** A verb on a noun, such as `report.issue`. */
  readonly action: string;
  /** What it was done to, such as `specimen/<id>`. */
  readonly subject: string;
  readonly detail: { readonly [key: string]: JsonValue };
}

interface AuditRow {
  readonly sequence: number | string;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: string;
  readonly previous_hash: Buffer;
  readonly hash: Buffer;
}

/** Told of every event that follows from the one before it. */
type OnEvent = (event: { readonly sequence: number; readonly hash: Buffer }) => void;

export type ChainVerdict =
  | { readonly ok: true; readonly eventCount: number; readonly lastHash: string }
  | { readonly ok: false; readonly sequence: number; readonly reason: string };

/**
 * Appends events to the chain in the caller's transaction, in the order given.
 *
 *   hash = SHA-256(previous hash | canonical JSON of sequence, at, actor, action, subject, detail)
 *
 * Appenders wait for each other until their transactions end, so this is a transaction's last
 * statement but its commit: after it, no lock is taken that another appender may hold.
 */
export async function appendAuditEvents<Tables>(
  tx: Transaction<Tables>,
  events: readonly AuditEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await lockAuditChain(tx);
  const { rows } = await sql<{ sequence: number | string; hash: Buffer }>`
    select sequence, hash from audit_event order by sequence desc limit 1`.execute(tx);
  let sequence = Number(rows[0]?.sequence ?? 0);
  let previous: Buffer = rows[0]?.hash ?? genesis;
  const values = events.map((event) => {
    sequence += 1;
    const detail = canonicalJson(event.detail);
    const hash = linkHash(previous, { ...event, sequence, detail });
    const row = sql`(${sequence}::bigint, ${event.at.toISOString()}::timestamptz, ${event.actor},
      ${event.action}, ${event.subject}, ${detail}, ${previous}::bytea, ${hash}::bytea)`;
    previous = hash;
    return row;
  });
  await sql`
    insert into audit_event (sequence, at, actor, action, subject, detail, previous_hash, hash)
    values ${sql.join(values)}`.execute(tx);
}

/**
 * Waits for the audit chain and keeps it until the transaction ends: whatever takes its order from
 * the chain's, such as the outbox, is written after this. Appending takes it by itself.
 */
export async function lockAuditChain<Tables>(tx: Transaction<Tables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${advisoryLocks.auditChain}::bigint)`.execute(tx);
}

/**
 * Walks the whole chain, page by page, and names the first event that does not follow from the one
 * before it. An end cut off, or a chain rewritten from its start, is not seen from within:
 * `verifyAudit` holds the chain against what was signed outside the database.
 */
export async function verifyAuditChain<Tables>(
  db: Kysely<Tables>,
  { pageSize = 1000, onEvent }: { pageSize?: number; onEvent?: OnEvent } = {},
): Promise<ChainVerdict> {
  let eventCount = 0;
  let previous: Buffer = genesis;
  for (;;) {
    const { rows } = await sql<AuditRow>`
      select sequence, at, actor, action, subject, detail, previous_hash, hash
      from audit_event where sequence > ${eventCount}::bigint
      order by sequence limit ${pageSize}`.execute(db);
    for (const row of rows) {
      eventCount += 1;
      const reason = linkFault(row, { sequence: eventCount, previous });
      if (reason !== null) return { ok: false, sequence: eventCount, reason };
      previous = row.hash;
      onEvent?.({ sequence: eventCount, hash: row.hash });
    }
    if (rows.length < pageSize) return { ok: true, eventCount, lastHash: previous.toString('hex') };
  }
}

function linkFault(
  row: AuditRow,
  { sequence, previous }: { sequence: number; previous: Buffer },
): string | null {
  if (Number(row.sequence) !== sequence) return 'event is missing';
  if (!row.previous_hash.equals(previous)) return 'event does not follow the one before it';
  const hash = linkHash(previous, { ...row, sequence });
  return row.hash.equals(hash) ? null : 'event was changed';
}

interface Link extends Omit<AuditEvent, 'detail'> {
  readonly sequence: number;
  readonly detail: string;
}

/** The detail is hashed as the text it is stored as. */
function linkHash(previous: Buffer, link: Link): Buffer {
  const { sequence, actor, action, subject, detail } = link;
  const at = link.at.toISOString();
  const text = canonicalJson({ sequence, at, actor, action, subject, detail });
  return createHash('sha256').update(previous).update(text, 'utf8').digest();
}
