import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { appendAuditEvents } from '../store/audit-store.ts';
import {
  endVerification,
  noteVerification,
  startVerification,
} from '../store/audit-verification-store.ts';
import type { Tables } from '../store/tables.ts';
import { type AuditVerification, verifyAudit } from '../store/verify-audit.ts';

interface VerifyServices {
  readonly kysely: Kysely<Tables>;
  readonly config: { readonly folders: { readonly checkpoints: string } };
  readonly clock: () => Date;
  readonly log: Pick<Logger, 'info' | 'error' | 'warn'>;
}

/** Walks the audit chain for who asks; on all nodes together one walk at a time. */
export interface ChainVerifier {
  /** Starts a walk unless one is under way, and does not wait for its end. */
  start(actor: string): Promise<void>;
  /** Gives up the walk of this process. */
  close(): Promise<void>;
}

const noteEveryMilliseconds = 1_000;

/**
 * A walk goes through millions of events, so nobody waits for its answer: how far it is and what it
 * found stands in the database, for every node to tell. A walk whose process dies is given up, not
 * taken up: whoever can write to the database could have moved the place it had come to.
 */
export function createChainVerifier(services: VerifyServices): ChainVerifier {
  const { kysely, log } = services;
  const closing = new AbortController();
  let walking: Promise<void> = Promise.resolve();
  return {
    async start(actor) {
      const id = await kysely.transaction().execute((tx) => startVerification(tx, actor));
      if (id === null) return;
      walking = walk(services, { id, actor, signal: closing.signal }).catch((error: unknown) => {
        if (!closing.signal.aborted) log.error({ err: error }, 'the audit chain was not verified');
      });
    },
    close: async () => {
      closing.abort();
      await walking;
    },
  };
}

interface Walk {
  readonly id: string;
  readonly actor: string;
  readonly signal: AbortSignal;
}

async function walk(services: VerifyServices, { id, actor, signal }: Walk): Promise<void> {
  const { kysely, config, log } = services;
  const given = new AbortController();
  let checkedCount = 0;
  const note = () =>
    noteVerification(kysely, { id, checkedCount }).then((isOurs) => isOurs || given.abort());
  // A note that fails comes again in a second; the walk is given up if none arrives for long.
  const noting = setInterval(() => {
    note().catch((error: unknown) => log.warn({ err: error }, 'progress could not be noted'));
  }, noteEveryMilliseconds);
  try {
    const verification = await verifyAudit(kysely, {
      checkpointsFolder: config.folders.checkpoints,
      signal: AbortSignal.any([signal, given.signal]),
      onProgress: (eventCount) => {
        checkedCount = eventCount;
      },
    });
    await tell(services, { id, actor, verification });
  } catch (error) {
    await kysely.transaction().execute((tx) => endVerification(tx, { id, result: null }));
    throw error;
  } finally {
    clearInterval(noting);
  }
}

async function tell(
  { kysely, clock, log }: VerifyServices,
  context: { id: string; actor: string; verification: AuditVerification },
): Promise<void> {
  const { id, actor, verification } = context;
  const { keyIds: _, ...result } = verification;
  const { ok, eventCount } = result;
  await kysely.transaction().execute(async (tx) => {
    if (!(await endVerification(tx, { id, result }))) return;
    const verified = { at: clock(), actor, action: 'audit.verify', subject: 'audit' };
    await appendAuditEvents(tx, [{ ...verified, detail: { ok, eventCount } }]);
  });
  if (!ok) log.error({ eventCount, faults: result.faults }, 'the audit chain does not hold');
}
