import type { Transaction } from 'kysely';
import {
  parseSampleSheet,
  type SampleSheet,
  type SampleSheetRow,
} from '../casework/run/sample-sheet.ts';
import { nextSpecimenOrderState } from '../casework/specimen/specimen-order-state.ts';
import type { Caller } from '../security/caller.ts';
import { uuidV7 } from '../security/uuid-v7.ts';
import { type AuditEvent, appendAuditEvents } from '../store/audit-store.ts';
import { findRun, insertRun } from '../store/run-store.ts';
import { findSpecimensInWork, insertSamples, listSamplesOfRun } from '../store/sample-store.ts';
import { lockSpecimensByNumber, moveSpecimen, type SpecimenRow } from '../store/specimen-store.ts';
import type { Tables } from '../store/tables.ts';
import { HttpProblem } from './problem.ts';
import type { RunRequest } from './schemas/run.ts';
import type { Services } from './services.ts';

type Tx = Transaction<Tables>;
type Specimens = ReadonlyMap<string, SpecimenRow>;

/** Where a tube must be to be sequenced: a held one may run along, but is not counted. */
const sequenceable = ['RECEIVED', 'HELD', 'IN_LAB'];

/** Registers a run with its sheet, once: the same again answers the run that is there. */
export async function registerRun(
  { kysely, clock }: Services,
  { request, caller }: { request: RunRequest; caller: Caller },
): Promise<{ runId: string; created: boolean }> {
  const rows = readSheet(request);
  return kysely.transaction().execute(async (tx) => {
    const id = uuidV7();
    const now = clock();
    const { sampleSheet: _, ...facts } = request;
    const run = { id, ...facts, registeredBy: caller.actorId, registeredAt: now };
    if (!(await insertRun(tx, run))) {
      return { runId: await sameRun(tx, request, rows), created: false };
    }
    const specimens = await lockSpecimens(tx, rows);
    await refuseUnusable(tx, { request, rows, specimens });
    await insertSamples(
      tx,
      rows.map((row) => newSample(row, { runId: id, specimens })),
    );
    const moves = await startLaboratory(tx, { specimens, now, actor: caller.name });
    const registered = {
      at: now,
      actor: caller.name,
      action: 'run.register',
      subject: `run/${id}`,
      detail: { flowcell: run.flowcell, instrument: run.instrument, samples: rows.length },
    };
    await appendAuditEvents(tx, [registered, ...moves]);
    return { runId: id, created: true };
  });
}

function readSheet(request: RunRequest): readonly SampleSheetRow[] {
  const { sampleSheet } = request;
  const sheet: SampleSheet = parseSampleSheet(
    typeof sampleSheet === 'string' ? sampleSheet : csvOf(sampleSheet),
  );
  if (sheet.ok) return sheet.rows;
  throw sheetProblem(
    request,
    sheet.problems.map(({ line = 1, detail }) => ({ line, detail })),
  );
}

/** Rows given as JSON pass through the same reader as a file. */
function csvOf(rows: Exclude<RunRequest['sampleSheet'], string>): string {
  const quote = (text: string | null) => `"${(text ?? '').replaceAll('"', '""')}"`;
  const lines = rows.map(({ sample, specimen, kind, file }) =>
    [sample, specimen, kind, file].map(quote).join(','),
  );
  return ['sample,specimen,kind,file', ...lines, ''].join('\n');
}

/** One problem that lists every line; rows given as JSON are named by their index instead. */
function sheetProblem(
  { sampleSheet }: RunRequest,
  faults: readonly { line: number; detail: string }[],
): HttpProblem {
  const asFile = typeof sampleSheet === 'string';
  const lines = faults.map(({ line, detail }) =>
    asFile ? { line, detail } : { row: line - 2, detail },
  );
  const [first] = faults;
  const place = asFile ? `line ${first.line}` : `row ${first.line - 2}`;
  const rest = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return new HttpProblem('sample-sheet-malformed', `${place}: ${first.detail}${rest}`, { lines });
}

async function lockSpecimens(tx: Tx, rows: readonly SampleSheetRow[]): Promise<Specimens> {
  const numbers = rows.flatMap(({ specimen }) => specimen ?? []);
  const specimens = await lockSpecimensByNumber(tx, numbers);
  return new Map(specimens.map((specimen) => [specimen.number, specimen]));
}

async function refuseUnusable(
  tx: Tx,
  context: { request: RunRequest; rows: readonly SampleSheetRow[]; specimens: Specimens },
): Promise<void> {
  const { request, rows, specimens } = context;
  const ids = [...specimens.values()].map(({ id }) => id);
  const inWork = await findSpecimensInWork(tx, ids);
  const faults = rows.flatMap(({ line, specimen: number }) => {
    if (number === null) return [];
    const specimen = specimens.get(number);
    if (!specimen) return [{ line, detail: `the specimen ${number} is not registered` }];
    if (!sequenceable.includes(specimen.state)) {
      return [{ line, detail: `the specimen ${number} is ${specimen.state}` }];
    }
    return inWork.has(specimen.id)
      ? [{ line, detail: `the specimen ${number} is in another run already` }]
      : [];
  });
  if (faults.length > 0) throw sheetProblem(request, faults);
}

function newSample(
  row: SampleSheetRow,
  { runId, specimens }: { runId: string; specimens: Specimens },
) {
  return {
    id: uuidV7(),
    runId,
    name: row.sample,
    kind: row.kind,
    specimenId: row.specimen === null ? null : (specimens.get(row.specimen)?.id ?? null),
    fileName: row.file,
  };
}

/** Tubes that wait enter the laboratory; in one order, so that no two runs lock each other. */
async function startLaboratory(
  tx: Tx,
  { specimens, now, actor }: { specimens: Specimens; now: Date; actor: string },
): Promise<AuditEvent[]> {
  const waiting = [...specimens.values()]
    .filter(({ state }) => state === 'RECEIVED')
    .sort((one, other) => one.id.localeCompare(other.id));
  const events: AuditEvent[] = [];
  for (const { id } of waiting) {
    const next = nextSpecimenOrderState('RECEIVED', 'start-laboratory');
    if (!next.ok) throw HttpProblem.of(next.problem);
    if (!(await moveSpecimen(tx, { id, from: 'RECEIVED', to: next.state }))) {
      throw new HttpProblem('state-conflict', 'a specimen of the sheet has just been moved');
    }
    const detail = { from: 'RECEIVED', to: next.state };
    events.push({
      at: now,
      actor,
      action: 'specimen.start-laboratory',
      subject: `specimen/${id}`,
      detail,
    });
  }
  return events;
}

/** The run that is there, if it is the same one. */
async function sameRun(
  tx: Tx,
  request: RunRequest,
  rows: readonly SampleSheetRow[],
): Promise<string> {
  const run = await findRun(tx, request);
  if (!run) throw new HttpProblem('state-conflict', 'the run has just been registered');
  const samples = await listSamplesOfRun(tx, run.id);
  const { aligner } = request;
  const isSame =
    Object.entries(aligner).every(([name, value]) => run.aligner[name] === value) &&
    samples.length === rows.length &&
    samples.every((sample, i) => {
      const row = rows[i];
      return (
        sample.name === row.sample &&
        sample.kind === row.kind &&
        sample.fileName === row.file &&
        sample.specimenNumber === row.specimen
      );
    });
  if (isSame) return run.id;
  throw new HttpProblem(
    'already-registered',
    `flowcell ${request.flowcell} of ${request.instrument} is registered with other content`,
    { runId: run.id },
  );
}
