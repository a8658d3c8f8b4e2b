import type { Kysely } from 'kysely';
import { verifyAuditChain } from './audit-store.ts';
import { type Checkpoint, readCheckpoints } from './checkpoint-files.ts';

/** One thing that does not hold, in the order of the chain. */
export interface AuditFault {
  readonly kind: 'chain-broken' | 'chain-rewritten' | 'end-cut' | 'checkpoint-invalid';
  /** The event it was found at; null for a fault of a checkpoint file. */
  readonly sequence: number | null;
  readonly detail: string;
}

export interface AuditVerification {
  readonly ok: boolean;
  readonly eventCount: number;
  /** Hash of the last event that follows from all before it, hex. */
  readonly lastHash: string;
  readonly checkpointCount: number;
  /** Checkpoints that name the hash their event has. */
  readonly matchedCheckpointCount: number;
  /** Up to where the chain is witnessed from outside; what follows only agrees with itself. */
  readonly witnessedSequence: number;
  readonly keyIds: readonly string[];
  readonly faults: readonly AuditFault[];
}

interface VerifyOptions {
  readonly checkpointsFolder: string;
  readonly onProgress?: (eventCount: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Walks the chain and holds it against every signed checkpoint. The checkpoints are read first: a
 * service that goes on writing only ever adds events after them.
 *
 * Found: a changed, missing or moved event (`chain-broken`), a chain that agrees with itself but not
 * with a checkpoint (`chain-rewritten`), a chain that ends before a checkpoint (`end-cut`), and a
 * checkpoint whose signature does not hold.
 */
export async function verifyAudit<Tables>(
  db: Kysely<Tables>,
  { checkpointsFolder, onProgress, signal }: VerifyOptions,
): Promise<AuditVerification> {
  const { checkpoints, faults: fileFaults } = readCheckpoints(checkpointsFolder);
  const witnesses = Map.groupBy(checkpoints, ({ sequence }) => sequence);
  const faults: AuditFault[] = fileFaults.map(({ file, line, reason }) => ({
    ...{ kind: 'checkpoint-invalid', sequence: null },
    detail: `${file}${line === null ? '' : ` line ${line}`}: ${reason}`,
  }));
  let eventCount = 0;
  let lastHash = '';
  let witnessedSequence = 0;
  let matchedCheckpointCount = 0;
  const verdict = await verifyAuditChain(db, {
    signal,
    onEvent: ({ sequence, hash }) => {
      eventCount = sequence;
      lastHash = hash.toString('hex');
      const here = witnesses.get(sequence) ?? [];
      matchedCheckpointCount += here.filter((checkpoint) => checkpoint.hash === lastHash).length;
      if (here.some((checkpoint) => checkpoint.hash !== lastHash)) faults.push(rewritten(here[0]));
      else if (here.length > 0) witnessedSequence = sequence;
      if (sequence % 1000 === 0) onProgress?.(sequence);
    },
  });
  if (!verdict.ok) {
    faults.push({ kind: 'chain-broken', sequence: verdict.sequence, detail: verdict.reason });
  } else {
    faults.push(...cutEnd(checkpoints, eventCount));
  }
  const keyIds = [...new Set(checkpoints.map(({ keyId }) => keyId))];
  return {
    ...{ ok: faults.length === 0, eventCount, lastHash, checkpointCount: checkpoints.length },
    ...{ matchedCheckpointCount, witnessedSequence, keyIds, faults },
  };
}

function rewritten({ sequence, at, keyId }: Checkpoint): AuditFault {
  const detail = `the event has another hash than key ${keyId} signed at ${at}`;
  return { kind: 'chain-rewritten', sequence, detail };
}

function cutEnd(checkpoints: readonly Checkpoint[], eventCount: number): AuditFault[] {
  const last = checkpoints.at(-1);
  if (last === undefined || last.sequence <= eventCount) return [];
  const detail = `the chain ends at ${eventCount}, but ${last.sequence} was signed at ${last.at}`;
  return [{ kind: 'end-cut', sequence: eventCount, detail }];
}
