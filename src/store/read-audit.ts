import type { Kysely } from 'kysely';
import { type AuditEvent, appendAuditEvents } from './audit-store.ts';
import type { Tables } from './tables.ts';

const groupMilliseconds = 10;

/** Audits one reading; resolves once it is committed, so that no answer leaves unaudited. */
export type ReadAudit = (event: AuditEvent) => Promise<void>;

interface Group {
  readonly events: AuditEvent[];
  readonly committed: Promise<void>;
}

/**
 * Commits readings in groups: what arrives within ten milliseconds is chained in one transaction,
 * so
 * that many readers wait for one commit instead of for each other.
 */
export function readAudit(kysely: Kysely<Tables>): ReadAudit {
  let open: Group | null = null;
  return (event) => {
    open ??= openGroup(async (events) => {
      open = null;
      await kysely.transaction().execute((tx) => appendAuditEvents(tx, events));
    });
    open.events.push(event);
    return open.committed;
  };
}

function openGroup(commit: (events: readonly AuditEvent[]) => Promise<void>): Group {
  const events: AuditEvent[] = [];
  const committed = new Promise<void>((resolve) => {
    setTimeout(resolve, groupMilliseconds);
  }).then(() => commit(events));
  return { events, committed };
}
