import type { CaseworkProblem } from '../casework-problem.ts';
import { type CsvRecord, parseCsv } from './csv-text.ts';
import {
  columnFaults,
  columnOf,
  findSheetTable,
  type SheetField,
  type SheetTable,
} from './sheet-table.ts';

export const sampleKinds = [
  'patient',
  'no-template-control',
  'negative-control',
  'positive-control',
] as const;

export type SampleKind = (typeof sampleKinds)[number];

/**
 * One file of one library of a run: a sample on several lanes has several rows. A patient's has a
 * specimen, a control's has none.
 */
export interface SampleSheetRow {
  readonly line: number;
  readonly sample: string;
  readonly specimen: string | null;
  readonly kind: SampleKind;
  /** Base name of its BAM. */
  readonly file: string;
  /** Null where the sheet does not tell lanes apart. */
  readonly lane: number | null;
}

export type SampleSheet =
  | { readonly ok: true; readonly rows: readonly SampleSheetRow[] }
  | {
      readonly ok: false;
      readonly problems: readonly CaseworkProblem[];
      /** What could be read all the same, so that the rest of it can be judged as well. */
      readonly rows: readonly SampleSheetRow[];
    };

const rowsMax = 10_000;
const lanesMax = 64;

/**
 * Reads a run's sample sheet: CSV with the columns sample, specimen, kind and, if wanted, file and
 * lane; an Illumina sheet of version 1 or 2; an MGI sheet.
 *
 * Every problem is reported with its 1-based line, and one problem refuses the sheet. A sample may
 * stand in several rows, each with a file of its own. A file is `<sample>.bam` unless named, or
 * `<sample>_L001.bam` for each of several lanes. Instruments' sheets name the specimen in
 * Sample_Name or are it themselves, and a row is a patient's unless a column Kind says otherwise.
 * Blank lines, a byte-order mark, CRLF and quotes are read.
 *
 * @example parseSampleSheet('sample,specimen,kind\nS1,N1,patient\n')
 * // rows: [{ line: 2, sample: 'S1', specimen: 'N1', kind: 'patient', file: 'S1.bam', lane: null }]
 */
export function parseSampleSheet(text: string): SampleSheet {
  const csv = parseCsv(text);
  if (!csv.ok) return { ok: false, problems: [problemAt(csv.line, csv.detail)], rows: [] };
  const table = findSheetTable(csv.records);
  if (!table) return { ok: false, problems: [emptySheet(csv.records)], rows: [] };
  const { line, records } = table;
  const problems = columnFaults(table).map((detail) => problemAt(line, detail));
  if (records.length === 0) problems.push(problemAt(line, 'the sheet names no sample'));
  if (records.length > rowsMax) problems.push(problemAt(rowsMax, `more than ${rowsMax} samples`));
  if (problems.length > 0) return { ok: false, problems, rows: [] };
  const drafts = records.map((record) => readRow(record, table));
  const rows = withFileNames(drafts.flatMap(({ row }) => (row ? [row] : [])));
  problems.push(...drafts.flatMap((draft) => draft.problems));
  problems.push(...rows.flatMap(fileFaults), ...repeatedFiles(rows), ...mixedSamples(rows));
  if (problems.length === 0) return { ok: true, rows };
  return { ok: false, problems: problems.sort((one, other) => one.line - other.line), rows };
}

type LineProblem = CaseworkProblem & { readonly line: number };
type DraftRow = Omit<SampleSheetRow, 'file'> & { readonly file: string | null };

function emptySheet(records: readonly CsvRecord[]): LineProblem {
  const detail = 'the sheet has no section [Data] or [BCLConvert_Data]';
  return records.length === 0 ? problemAt(1, 'the sheet is empty') : problemAt(1, detail);
}

function readRow(
  { line, cells }: CsvRecord,
  table: SheetTable,
): { row: DraftRow | null; problems: LineProblem[] } {
  const { dialect, columns } = table;
  const isOurs = dialect === 'banyan';
  if (isOurs ? cells.length !== columns.length : cells.length > columns.length) {
    const detail = `${cells.length} cells under ${columns.length} columns`;
    return { row: null, problems: [problemAt(line, detail)] };
  }
  const cell = (field: SheetField) => cells[columnOf(table, field)]?.trim() ?? '';
  const sample = cell('sample');
  const kind = cell('kind') || (isOurs ? '' : 'patient');
  const specimen = cell('specimen') || (isOurs || kind !== 'patient' ? '' : sample);
  const lane = cell('lane');
  const row = {
    ...{ line, sample, kind: kind as SampleKind, file: cell('file') || null },
    // A control of an instrument's sheet carries its own name where a specimen would stand.
    specimen: (!isOurs && kind !== 'patient' ? '' : specimen) || null,
    lane: lane === '' ? null : Number(lane),
  };
  const problems = rowFaults(row).map((detail) => problemAt(line, detail));
  return { row: problems.length === 0 ? row : null, problems };
}

function rowFaults({ sample, specimen, kind, lane }: DraftRow): string[] {
  const faults = [];
  if (!isName(sample)) faults.push('the sample name needs 1 to 64 of A-Z a-z 0-9 . _ -');
  if (lane !== null && !(Number.isInteger(lane) && lane >= 1 && lane <= lanesMax)) {
    faults.push(`the lane must be a whole number from 1 to ${lanesMax}`);
  }
  if (!(sampleKinds as readonly string[]).includes(kind)) {
    faults.push(`the kind must be one of ${sampleKinds.join(', ')}`);
  } else if (kind === 'patient' && (specimen === null || !isName(specimen))) {
    faults.push('a patient\u2019s sample needs the number of its specimen');
  } else if (kind !== 'patient' && specimen !== null) {
    faults.push('a control has no specimen');
  }
  return faults;
}

/** Files that are not named are called by their sample, and by their lane if it has several. */
function withFileNames(drafts: readonly DraftRow[]): SampleSheetRow[] {
  const counts = new Map<string, number>();
  for (const { sample } of drafts) counts.set(sample, (counts.get(sample) ?? 0) + 1);
  return drafts.map((row) => {
    const isOne = counts.get(row.sample) === 1 || row.lane === null;
    const name = isOne ? row.sample : `${row.sample}_L${String(row.lane).padStart(3, '0')}`;
    return { ...row, file: row.file ?? `${name}.bam` };
  });
}

function fileFaults({ line, file }: SampleSheetRow): LineProblem[] {
  if (file.endsWith('.bam') && isName(file.slice(0, -4), 80)) return [];
  return [problemAt(line, 'the file must be a plain file name that ends in .bam')];
}

/** A name that is safe as a file name and in a spreadsheet, everywhere, and hides nothing. */
function isName(text: string, lengthMax = 64): boolean {
  return text.length <= lengthMax && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(text);
}

function repeatedFiles(rows: readonly SampleSheetRow[]): LineProblem[] {
  const first = new Map<string, SampleSheetRow>();
  return rows.flatMap((row) => {
    // Some file systems take S1.bam and s1.bam for one file.
    const earlier = first.get(row.file.toLowerCase());
    if (!earlier) {
      first.set(row.file.toLowerCase(), row);
      return [];
    }
    const isLane = earlier.sample === row.sample && earlier.lane === row.lane;
    return [
      problemAt(row.line, `repeats the ${isLane ? 'sample' : 'file'} of line ${earlier.line}`),
    ];
  });
}

/** Rows of one sample agree on its specimen and kind, and no two samples have one specimen. */
function mixedSamples(rows: readonly SampleSheetRow[]): LineProblem[] {
  const samples = new Map<string, SampleSheetRow>();
  const specimens = new Map<string, SampleSheetRow>();
  return rows.flatMap((row) => {
    const known = samples.get(row.sample.toLowerCase());
    samples.set(row.sample.toLowerCase(), known ?? row);
    if (known) {
      const isSame =
        known.sample === row.sample && known.specimen === row.specimen && known.kind === row.kind;
      return isSame
        ? []
        : [problemAt(row.line, `differs from the same sample in line ${known.line}`)];
    }
    const owner = row.specimen === null ? undefined : specimens.get(row.specimen.toLowerCase());
    if (owner) return [problemAt(row.line, `repeats the specimen of line ${owner.line}`)];
    if (row.specimen !== null) specimens.set(row.specimen.toLowerCase(), row);
    return [];
  });
}

function problemAt(line: number, detail: string): LineProblem {
  return { kind: 'sample-sheet-malformed', detail, line };
}
