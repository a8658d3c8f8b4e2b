import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { type AuditEvent, appendAfter, appendAuditEvents, type ChainEnd } from './audit-store.ts';
import type { Tables } from './tables.ts';

/**
 * More in one transaction would be answered in one go, ask again in one go, and so leave database
 * and clients idle in turn.
 */
const groupMax = 128;

/** Audits one reading; resolves once it is committed, so that no answer leaves unaudited. */
export type ReadAudit = (event: AuditEvent) => Promise<void>;

interface Group {
  readonly events: AuditEvent[];
  readonly committed: PromiseWithResolvers<void>;
}

/**
 * Commits readings in groups: what arrives with one turn of the event loop, or while the group
 * before is being committed, is chained in one transaction, so that many readers wait for one
 * commit instead of for each other.
 */
export function readAudit(kysely: Kysely<Tables>): ReadAudit {
  const groups: Group[] = [];
  let isBusy = false;
  let end: ChainEnd | null = null;

  /** One statement while nobody else appends; otherwise from where the chain ends by now. */
  async function append(events: readonly AuditEvent[]): Promise<void> {
    const known = end;
    end = null;
    end =
      (known && (await appendAfter(kysely, known, events))) ??
      (await kysely.transaction().execute((tx) => appendAuditEvents(tx, events)));
  }

  async function commitAll(): Promise<void> {
    await nextTurn();
    for (let group = groups.shift(); group !== undefined; group = groups.shift()) {
      const { events, committed } = group;
      // A group that failed tells its own readers; the next is none the worse. Its answers leave
      // after the next group is on its way to the database.
      const settle = await append(events).then(
        () => committed.resolve,
        (error: unknown) => () => committed.reject(error),
      );
      setImmediate(settle);
    }
    isBusy = false;
  }

  return (event) => {
    let group = groups.at(-1);
    if (group === undefined || group.events.length >= groupMax) {
      group = { events: [], committed: Promise.withResolvers<void>() };
      groups.push(group);
    }
    group.events.push(event);
    if (!isBusy) void commitAll();
    isBusy = true;
    return group.committed.promise;
  };
}
