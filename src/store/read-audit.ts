import { setTimeout as delay } from 'node:timers/promises';
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
 * Commits readings in groups: what arrives within ten milliseconds, or while the group before is
 * being committed, is chained in one transaction, so that many readers wait for one commit instead
 * of for each other.
 */
export function readAudit(kysely: Kysely<Tables>): ReadAudit {
  let open: Group | null = null;
  let earlier: Promise<unknown> = Promise.resolve();

  function openGroup(): Group {
    const events: AuditEvent[] = [];
    const commit = () => {
      open = null;
      return kysely.transaction().execute((tx) => appendAuditEvents(tx, events));
    };
    const committed = Promise.all([delay(groupMilliseconds), earlier]).then(commit);
    // A group that failed told its own readers; the next is none the worse.
    earlier = committed.catch(() => undefined);
    return { events, committed };
  }

  return (event) => {
    open ??= openGroup();
    open.events.push(event);
    return open.committed;
  };
}
