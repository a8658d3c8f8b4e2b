import type { Transaction } from 'kysely';
import type { Caller } from '../security/caller.ts';
import { uuidV7 } from '../security/uuid-v7.ts';
import { type AuditEvent, appendAuditEvents } from '../store/audit-store.ts';
import { advanceBatch } from '../store/batch-progress.ts';
import { findRun, insertRun, lockRun, type NewRun, type RunRow } from '../store/run-store.ts';
import { listSampleFiles } from '../store/sample-file-store.ts';
import { listSamplesOfRun } from '../store/sample-store.ts';
import type { Tables } from '../store/tables.ts';
import { enterSheet } from './enter-sheet.ts';
import { HttpProblem } from './problem.ts';
import { type ReadSheet, readSheet } from './read-sheet.ts';
import type { RunRequest } from './schemas/run.ts';
import type { Services } from './services.ts';

type Tx = Transaction<Tables>;

/**
 * Registers a run, once: the same again answers the run that is there. Its sheet may come with it
 * or later.
 */
export async function registerRun(
  { kysely, clock }: Services,
  { request, caller }: { request: RunRequest; caller: Caller },
): Promise<{ runId: string; created: boolean }> {
  const { sampleSheet, ...facts } = request;
  const sheet = sampleSheet === undefined ? null : readSheet(sampleSheet);
  return kysely.transaction().execute(async (tx) => {
    const runId = uuidV7();
    const now = clock();
    const run = { id: runId, ...facts, registeredBy: caller.actorId, registeredAt: now };
    if (!(await insertRun(tx, run))) {
      return { runId: await sameRun(tx, run, sheet), created: false };
    }
    const entry = { runId, now, actor: caller.name };
    const { samples, events } = sheet
      ? await enterSheet(tx, { ...entry, sheet })
      : { samples: 0, events: [] };
    const registered: AuditEvent = {
      ...{ at: now, actor: caller.name, action: 'run.register', subject: `run/${runId}` },
      detail: { flowcell: run.flowcell, instrument: run.instrument, samples, urgent: run.urgent },
    };
    await appendAuditEvents(tx, [registered, ...events]);
    return { runId, created: true };
  });
}

/** Adds a sheet to a run that is there: samples, or further files of its samples. */
export async function extendRun(
  { kysely, clock }: Services,
  { runId, text, caller }: { runId: string; text: string; caller: Caller },
): Promise<void> {
  const sheet = readSheet(text);
  await kysely.transaction().execute(async (tx) => {
    const state = await lockRun(tx, runId);
    if (state === 'CLOSED') throw new HttpProblem('state-conflict', 'the run is closed');
    const now = clock();
    const entered = await enterSheet(tx, { runId, sheet, now, actor: caller.name });
    const { samples, files, events } = entered;
    if (files === 0) return;
    const extended: AuditEvent = {
      ...{ at: now, actor: caller.name, action: 'run.extend', subject: `run/${runId}` },
      detail: { samples, files },
    };
    const moves = await advanceBatch(tx, { runId, now });
    await appendAuditEvents(tx, [extended, ...events, ...moves]);
  });
}

/** The run that is there, if it is the same one. */
async function sameRun(tx: Tx, request: NewRun, sheet: ReadSheet | null): Promise<string> {
  const run = await findRun(tx, request);
  if (!run) throw new HttpProblem('state-conflict', 'the run has just been registered');
  const isSame = isSameFacts(run, request) && (!sheet || (await isFirstSheet(tx, run, sheet)));
  if (isSame) return run.id;
  throw new HttpProblem(
    'already-registered',
    `flowcell ${request.flowcell} of ${request.instrument} is registered with other content`,
    { runId: run.id },
  );
}

function isSameFacts(run: RunRow, request: NewRun): boolean {
  const { aligner, lanes, chemistry, reagentLots } = request;
  const kept = JSON.stringify([run.lanes, run.chemistry, run.reagentLots.map(lotText)]);
  return (
    Object.entries(aligner).every(([name, value]) => run.aligner[name] === value) &&
    kept === JSON.stringify([lanes, chemistry, reagentLots.map(lotText)])
  );
}

/** The database keeps the keys of an object in its own order. */
function lotText({ name, lot }: { name: string; lot: string }): string {
  return JSON.stringify([name, lot]);
}

/** Whether it is the sheet the run was registered with; what was added later is left out. */
async function isFirstSheet(tx: Tx, run: RunRow, sheet: ReadSheet): Promise<boolean> {
  const { rows, faults, problemOf } = sheet;
  if (faults.length > 0) throw problemOf(faults);
  const samples = new Map((await listSamplesOfRun(tx, run.id)).map((row) => [row.name, row]));
  const files = (await listSampleFiles(tx, { runId: run.id })).filter(
    ({ registeredAt }) => registeredAt.getTime() === run.registeredAt.getTime(),
  );
  return (
    files.length === rows.length &&
    rows.every((row) => {
      const sample = samples.get(row.sample);
      return (
        sample?.kind === row.kind &&
        sample.specimenNumber === row.specimen &&
        files.some(({ fileName, sampleId }) => fileName === row.file && sampleId === sample.id)
      );
    })
  );
}
