import { createHash } from 'node:crypto';
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { canonicalJson, type JsonValue } from '../security/canonical-json.ts';
import { type CryptoSuite, hashName } from '../security/crypto-suite.ts';
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

/** The last link of the chain, which the next one follows. */
export interface ChainEnd {
  readonly sequence: number;
  readonly previous: Buffer;
  readonly suite: CryptoSuite;
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

interface WalkOptions {
  /** Events hashed in one go: 250 hold the event loop some 4 ms. */
  readonly pageSize?: number;
  readonly onEvent?: OnEvent;
  readonly signal?: AbortSignal | undefined;
}

export type ChainVerdict =
  | { readonly ok: true; readonly eventCount: number; readonly lastHash: string }
  | { readonly ok: false; readonly sequence: number; readonly reason: string };

/**
 * Appends events to the chain in the caller's transaction, in the order given.
 *
 *   hash = SHA-256(previous hash | canonical JSON of sequence, at, actor, action, subject, detail)
 *
 * with SM3 in place of SHA-256 in a home made with the suite `sm`.
 * Appenders wait for each other until their transactions end, so this is a transaction's last
 * statement but its commit: after it, no lock is taken that another appender may hold. Answers the
 * chain's end; null without events.
 */
export async function appendAuditEvents<Tables>(
  tx: Transaction<Tables>,
  events: readonly AuditEvent[],
): Promise<ChainEnd | null> {
  if (events.length === 0) return null;
  const { rows, end } = linksAfter(await lockChain(tx), events);
  await sql`${insertion(rows)}`.execute(tx);
  return end;
}

/**
 * Appends events in a transaction of their own, in one statement, if the chain still ends where the
 * caller saw its end; otherwise appends nothing and answers null. Answers the new end.
 */
export async function appendAfter<Tables>(
  db: Kysely<Tables>,
  known: ChainEnd,
  events: readonly AuditEvent[],
): Promise<ChainEnd | null> {
  const { rows, end } = linksAfter(known, events);
  const { numAffectedRows } = await sql`
    ${insertion(rows)}, lock_audit_chain(${advisoryLocks.auditChain}::bigint) as chain
     where chain.last_sequence = ${known.sequence}::bigint
       and chain.last_hash = ${known.previous}::bytea`.execute(db);
  return numAffectedRows === BigInt(rows.length) ? end : null;
}

/** One parameter, however many events: the server prepares the statement once. */
function insertion(rows: readonly object[]): RawBuilder<unknown> {
  return sql`
    insert into audit_event (sequence, at, actor, action, subject, detail, previous_hash, hash)
    select sequence, at, actor, action, subject, detail,
           decode(previous_hash, 'hex'), decode(hash, 'hex')
      from json_to_recordset(${JSON.stringify(rows)}::json) as event (
           sequence bigint, at timestamptz, actor text, action text, subject text, detail text,
           previous_hash text, hash text)`;
}

function linksAfter(known: ChainEnd, events: readonly AuditEvent[]) {
  let { sequence, previous } = known;
  const rows = events.map(({ at, actor, action, subject, ...event }) => {
    sequence += 1;
    const detail = canonicalJson(event.detail);
    const link = { sequence, at: at.toISOString(), actor, action, subject, detail };
    const hash = linkHash(previous, link, known.suite);
    const row = { ...link, previous_hash: previous.toString('hex'), hash: hash.toString('hex') };
    previous = hash;
    return row;
  });
  return { rows, end: { ...known, sequence, previous } };
}

/** Where the chain stands, once every earlier appender's transaction has ended. */
async function lockChain<Tables>(tx: Transaction<Tables>): Promise<ChainEnd> {
  const { rows } = await sql<{
    last_sequence: number | string | null;
    last_hash: Buffer | null;
    suite: CryptoSuite | null;
  }>`
    select last_sequence, last_hash, suite
      from lock_audit_chain(${advisoryLocks.auditChain}::bigint)`.execute(tx);
  const [{ last_sequence: sequence, last_hash: hash, suite }] = rows;
  return { sequence: Number(sequence ?? 0), previous: hash ?? genesis, suite: suite ?? 'standard' };
}

/**
 * Walks the whole chain, page by page, and names the first event that does not follow from the one
 * before it. An end cut off, or a chain rewritten from its start, is not seen from within:
 * `verifyAudit` holds the chain against what was signed outside the database.
 */
export async function verifyAuditChain<Tables>(
  db: Kysely<Tables>,
  { pageSize = 250, onEvent, signal }: WalkOptions = {},
): Promise<ChainVerdict> {
  const suite = await chainSuite(db);
  let eventCount = 0;
  let previous: Buffer = genesis;
  for (;;) {
    signal?.throwIfAborted();
    const { rows } = await sql<AuditRow>`
      select sequence, at, actor, action, subject, detail, previous_hash, hash
      from audit_event where sequence > ${eventCount}::bigint
      order by sequence limit ${pageSize}`.execute(db);
    for (const row of rows) {
      eventCount += 1;
      const reason = linkFault(row, { sequence: eventCount, previous, suite });
      if (reason !== null) return { ok: false, sequence: eventCount, reason };
      previous = row.hash;
      onEvent?.({ sequence: eventCount, hash: row.hash });
    }
    if (rows.length < pageSize) return { ok: true, eventCount, lastHash: previous.toString('hex') };
  }
}

/** Read through JSON: a database of an earlier version has no such column, and one suite. */
async function chainSuite<Tables>(db: Kysely<Tables>): Promise<CryptoSuite> {
  const { rows } = await sql<{ suite: CryptoSuite | null }>`
    select to_jsonb(name) ->> 'suite' as suite from master_key_name as name`.execute(db);
  return rows[0]?.suite ?? 'standard';
}

function linkFault(
  row: AuditRow,
  { sequence, previous, suite }: { sequence: number; previous: Buffer; suite: CryptoSuite },
): string | null {
  if (Number(row.sequence) !== sequence) return 'event is missing';
  if (!row.previous_hash.equals(previous)) return 'event does not follow the one before it';
  const { actor, action, subject, detail } = row;
  const link = { sequence, at: row.at.toISOString(), actor, action, subject, detail };
  return row.hash.equals(linkHash(previous, link, suite)) ? null : 'event was changed';
}

/** What of an event is hashed; the detail as the text it is stored as. */
interface Link extends Omit<AuditEvent, 'detail' | 'at'> {
  readonly sequence: number;
  readonly at: string;
  readonly detail: string;
}

function linkHash(previous: Buffer, link: Link, suite: CryptoSuite): Buffer {
  const { sequence, at, actor, action, subject, detail } = link;
  const text = canonicalJson({ sequence, at, actor, action, subject, detail });
  return createHash(hashName[suite]).update(previous).update(text, 'utf8').digest();
}
