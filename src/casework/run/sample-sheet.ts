import type { CaseworkProblem } from '../casework-problem.ts';
import { parseCsv } from './csv-text.ts';

export const sampleKinds = [
  'patient',
  'no-template-control',
  'negative-control',
  'positive-control',
] as const;

export type SampleKind = (typeof sampleKinds)[number];

/** One library of a run. A patient's has a specimen, a control's has none. */
export interface SampleSheetRow {
  readonly line: number;
  readonly sample: string;
  readonly specimen: string | null;
  readonly kind: SampleKind;
  /** Base name of its BAM. */
  readonly file: string;
}

export type SampleSheet =
  | { readonly ok: true; readonly rows: readonly SampleSheetRow[] }
  | { readonly ok: false; readonly problems: readonly CaseworkProblem[] };

const requiredColumns = ['sample', 'specimen', 'kind'];
const rowsMax = 10_000;

/**
 * Reads a run's sample sheet: CSV with the columns sample, specimen, kind and, if wanted, file.
 *
 * Every problem is reported with its 1-based line, and one problem refuses the sheet. A file is
 * `<sample>.bam` unless named. Blank lines, a byte-order mark, CRLF and quotes are read.
 *
 * @example parseSampleSheet('sample,specimen,kind\nS1,N1,patient\n')
 * // rows: [{ line: 2, sample: 'S1', specimen: 'N1', kind: 'patient', file: 'S1.bam' }]
 */
export function parseSampleSheet(text: string): SampleSheet {
  const csv = parseCsv(text);
  if (!csv.ok) return { ok: false, problems: [problemAt(csv.line, csv.detail)] };
  const [header, ...records] = csv.records;
  if (!header) return { ok: false, problems: [problemAt(1, 'the sheet is empty')] };
  const columns = header.cells.map((cell) => cell.trim().toLowerCase());
  const problems = columnProblems(columns, header.line);
  if (records.length === 0) problems.push(problemAt(header.line, 'the sheet names no sample'));
  if (records.length > rowsMax) problems.push(problemAt(rowsMax, `more than ${rowsMax} samples`));
  if (problems.length > 0) return { ok: false, problems };
  const rows = records.map((record) => readRow(record, columns));
  problems.push(...rows.flatMap((row) => row.problems));
  const read = rows.flatMap(({ row }) => (row ? [row] : []));
  problems.push(...repeated(read, 'sample'), ...repeated(read, 'file'));
  problems.push(...repeated(read, 'specimen'));
  if (problems.length === 0) return { ok: true, rows: read };
  return { ok: false, problems: problems.sort((one, other) => one.line - other.line) };
}

/** The row a file of the run belongs to; null for a file that no row names. */
export function rowOfFile(rows: readonly SampleSheetRow[], file: string): SampleSheetRow | null {
  return rows.find((row) => row.file === file) ?? null;
}

type LineProblem = CaseworkProblem & { readonly line: number };

function columnProblems(columns: readonly string[], line: number): LineProblem[] {
  const known = [...requiredColumns, 'file'];
  return [
    ...requiredColumns
      .filter((name) => !columns.includes(name))
      .map((name) => problemAt(line, `the column ${name} is missing`)),
    ...columns
      .filter((name) => !known.includes(name))
      .map((name) => problemAt(line, `the column ${JSON.stringify(name)} is unknown`)),
    ...columns
      .filter((name, i) => known.includes(name) && columns.indexOf(name) !== i)
      .map((name) => problemAt(line, `the column ${name} is there twice`)),
  ];
}

function readRow(
  { line, cells }: { line: number; cells: readonly string[] },
  columns: readonly string[],
): { row: SampleSheetRow | null; problems: LineProblem[] } {
  if (cells.length !== columns.length) {
    const detail = `${cells.length} cells under ${columns.length} columns`;
    return { row: null, problems: [problemAt(line, detail)] };
  }
  const cell = (name: string) => cells[columns.indexOf(name)]?.trim() ?? '';
  const row = {
    line,
    sample: cell('sample'),
    specimen: cell('specimen') || null,
    kind: cell('kind') as SampleKind,
    file: cell('file') || `${cell('sample')}.bam`,
  };
  const problems = rowFaults(row).map((detail) => problemAt(line, detail));
  return { row: problems.length === 0 ? row : null, problems };
}

function rowFaults({ sample, specimen, kind, file }: SampleSheetRow): string[] {
  const faults = [];
  if (!isName(sample)) faults.push('the sample name needs 1 to 64 of A-Z a-z 0-9 . _ -');
  if (isName(sample) && !(isName(file.replace(/\.bam$/, '')) && file.endsWith('.bam'))) {
    faults.push('the file must be a plain file name that ends in .bam');
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

/** A name that is safe as a file name everywhere and hides nothing. */
function isName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text);
}

function repeated(
  rows: readonly SampleSheetRow[],
  field: 'sample' | 'specimen' | 'file',
): LineProblem[] {
  const first = new Map<string, number>();
  return rows.flatMap((row) => {
    // Some file systems take S1.bam and s1.bam for one file.
    const value = row[field]?.toLowerCase();
    if (value === undefined) return [];
    const earlier = first.get(value);
    if (earlier === undefined) first.set(value, row.line);
    return earlier === undefined
      ? []
      : [problemAt(row.line, `repeats the ${field} of line ${earlier}`)];
  });
}

function problemAt(line: number, detail: string): LineProblem {
  return { kind: 'sample-sheet-malformed', detail, line };
}
