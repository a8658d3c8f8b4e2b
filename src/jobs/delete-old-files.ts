import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { appendAuditEvents } from '../store/audit-store.ts';
import { watchClock } from '../store/clock-watch.ts';
import { releaseContent } from '../store/content-files.ts';
import type { ObjectStore } from '../store/object-store.ts';
import {
  type DeletableFile,
  deleteRunFile,
  listDeletableFiles,
  listFilesToErase,
  noteErased,
} from '../store/retention-store.ts';
import { lockRun } from '../store/run-store.ts';
import type { Tables } from '../store/tables.ts';
import { removeUploadedBytes, type UploadFolders } from '../store/upload-files.ts';

interface RetentionServices {
  readonly kysely: Kysely<Tables>;
  readonly folders: UploadFolders;
  readonly objects: ObjectStore | null;
  readonly clock: () => Date;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly signal: AbortSignal;
  /** How long run files are kept; null: nothing is deleted. */
  readonly retentionYears: number | null;
}

/** The clock has to run evenly for so long before anything is deleted by it. */
const evenDaysMin = 7;
/** Our clock and the database's may differ by so much. */
const clockMinutesMax = 60;
const dayMilliseconds = 86_400_000;
const pageSize = 100;

/**
 * Deletes run files that the policy lets go of: first the row, with its audit event, then the
 * bytes. A crash between them leaves bytes that the next round removes. Harmless on several nodes
 * at once.
 */
export async function deleteOldFiles(services: RetentionServices): Promise<void> {
  const { kysely, retentionYears: years, signal } = services;
  // Looked at in any case, so that a policy set later finds a clock that is known.
  const isSure = await isClockSure(services);
  if (years !== null && isSure) {
    for (let after: string | undefined; !signal.aborted; ) {
      const page = await listDeletableFiles(kysely, { years, after, limit: pageSize });
      for (const file of page) await deleteOne(services, file, years);
      after = page.at(-1)?.id;
      if (page.length < pageSize) break;
    }
  }
  await eraseDeleted(services);
}

/** Dates of a clock that jumped delete nothing: it has to prove itself first. */
async function isClockSure({ kysely, clock, log, retentionYears }: RetentionServices) {
  const { now, evenSince } = await watchClock(kysely);
  const apartMinutes = Math.abs(clock().getTime() - now.getTime()) / 60_000;
  const evenDays = (now.getTime() - evenSince.getTime()) / dayMilliseconds;
  if (apartMinutes <= clockMinutesMax && evenDays >= evenDaysMin) return true;
  if (retentionYears !== null) {
    log.warn({ apartMinutes, evenDays }, 'no run file is deleted: the clock is not proven yet');
  }
  return false;
}

async function deleteOne(
  { kysely, clock, log }: RetentionServices,
  file: DeletableFile,
  years: number,
): Promise<void> {
  const { id, runId, sampleId, sha256, sizeBytes, receivedAt } = file;
  const isDeleted = await kysely.transaction().execute(async (tx) => {
    await lockRun(tx, runId);
    // What it is still needed for may have come since it was listed.
    if (!(await deleteRunFile(tx, { id, years }))) return false;
    const deleted = {
      ...{ at: clock(), actor: 'system', action: 'file.delete', subject: `sample/${sampleId}` },
      detail: { file: id, sha256, sizeBytes, receivedAt: receivedAt.toISOString(), years },
    };
    await appendAuditEvents(tx, [deleted]);
    return true;
  });
  if (isDeleted) log.info({ runFile: id, years }, 'deleted a run file by policy');
}

async function eraseDeleted(services: RetentionServices): Promise<void> {
  const { kysely, folders, signal } = services;
  for (;;) {
    const files = await listFilesToErase(kysely, pageSize);
    for (const { id, sha256 } of files) {
      if (signal.aborted) return;
      await removeUploadedBytes(folders, id);
      // Another file of these bytes may have come since they were listed: a later round is for it.
      if (!(await releaseContent(kysely, services, sha256))) return;
      await noteErased(kysely, id);
    }
    if (files.length < pageSize) return;
  }
}
