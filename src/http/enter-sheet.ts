import type { Transaction } from 'kysely';
import type { SampleSheetRow } from '../casework/run/sample-sheet.ts';
import { nextSpecimenOrderState } from '../casework/specimen/specimen-order-state.ts';
import { uuidV7 } from '../security/uuid-v7.ts';
import type { AuditEvent } from '../store/audit-store.ts';
import { insertSampleFiles, listSampleFiles } from '../store/sample-file-store.ts';
import { findSpecimensInWork, insertSamples, listSamplesOfRun } from '../store/sample-store.ts';
import { lockSpecimensByNumber, moveSpecimen, type SpecimenRow } from '../store/specimen-store.ts';
import type { Tables } from '../store/tables.ts';
import { HttpProblem } from './problem.ts';
import type { ReadSheet, SheetFault } from './read-sheet.ts';

type Tx = Transaction<Tables>;
type Specimens = ReadonlyMap<string, SpecimenRow>;

interface EnterOptions {
  readonly runId: string;
  readonly sheet: ReadSheet;
  readonly now: Date;
  readonly actor: string;
}

/** What a sheet has added to its run. */
export interface EnteredSheet {
  readonly samples: number;
  readonly files: number;
  readonly events: readonly AuditEvent[];
}

/** Where a tube must be to be sequenced: a held one may run along, but is not counted. */
const sequenceable = ['RECEIVED', 'HELD', 'IN_LAB'];

/**
 * Adds what a sheet names to its run: samples that are new, and files of samples that are there (a
 * late lane). What stands there already stays; every line that contradicts it is named.
 */
export async function enterSheet(tx: Tx, options: EnterOptions): Promise<EnteredSheet> {
  const { runId, sheet, now, actor } = options;
  const known = await readKnown(tx, runId);
  const faults = [...sheet.faults, ...sheet.rows.flatMap((row) => contradiction(row, known))];
  const added = sheet.rows.filter(({ file }) => !known.files.has(file.toLowerCase()));
  const fresh = firstRows(added.filter(({ sample }) => !known.samples.has(sample.toLowerCase())));
  const specimens = await lockSpecimens(tx, fresh);
  faults.push(...(await unusable(tx, { rows: fresh, specimens })));
  if (faults.length > 0) {
    throw sheet.problemOf(faults.sort((one, other) => one.line - other.line));
  }
  const samples = fresh.map((row) => newSample(row, { runId, specimens }));
  if (samples.length > 0) await insertSamples(tx, samples);
  const ids = new Map(samples.map(({ name, id }) => [name.toLowerCase(), id]));
  const files = added.map(({ sample, file: fileName, lane }) => {
    const name = sample.toLowerCase();
    const sampleId = ids.get(name) ?? known.samples.get(name)?.id ?? '';
    return { runId, sampleId, fileName, lane, registeredAt: now };
  });
  await insertSampleFiles(tx, files);
  const events = await startLaboratory(tx, { specimens, now, actor });
  return { samples: samples.length, files: files.length, events };
}

type Known = Awaited<ReturnType<typeof readKnown>>;

async function readKnown(tx: Tx, runId: string) {
  const samples = await listSamplesOfRun(tx, runId);
  const files = await listSampleFiles(tx, { runId });
  return {
    samples: new Map(samples.map((sample) => [sample.name.toLowerCase(), sample])),
    files: new Map(files.map((file) => [file.fileName.toLowerCase(), file])),
    /** Samples that cannot be counted again. */
    deleted: new Set(
      files.flatMap((file) => (file.runFileState === 'DELETED' ? file.sampleId : [])),
    ),
  };
}

function contradiction(row: SampleSheetRow, { samples, files, deleted }: Known): SheetFault[] {
  const sample = samples.get(row.sample.toLowerCase());
  const file = files.get(row.file.toLowerCase());
  const { line } = row;
  if (sample) {
    const isSame =
      sample.name === row.sample &&
      sample.kind === row.kind &&
      sample.specimenNumber === row.specimen;
    if (!isSame) return [{ line, detail: `differs from the sample ${sample.name} of this run` }];
    if (!file && deleted.has(sample.id)) {
      return [{ line, detail: `files of the sample ${sample.name} were deleted by policy` }];
    }
  }
  if (!file || file.sampleId === sample?.id) return [];
  return [{ line, detail: `the file ${file.fileName} belongs to another sample of this run` }];
}

/** One row a sample; the others are its further files. */
function firstRows(rows: readonly SampleSheetRow[]): SampleSheetRow[] {
  const first = new Map(rows.toReversed().map((row) => [row.sample, row]));
  return rows.filter((row) => first.get(row.sample) === row);
}

async function lockSpecimens(tx: Tx, rows: readonly SampleSheetRow[]): Promise<Specimens> {
  const numbers = rows.flatMap(({ specimen }) => specimen ?? []);
  const specimens = await lockSpecimensByNumber(tx, numbers);
  return new Map(specimens.map((specimen) => [specimen.number, specimen]));
}

async function unusable(
  tx: Tx,
  { rows, specimens }: { rows: readonly SampleSheetRow[]; specimens: Specimens },
): Promise<SheetFault[]> {
  const ids = [...specimens.values()].map(({ id }) => id);
  const inWork = await findSpecimensInWork(tx, ids);
  return rows.flatMap(({ line, specimen: number }) => {
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
