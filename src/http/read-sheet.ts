import { parseSampleSheet, type SampleSheetRow } from '../casework/run/sample-sheet.ts';
import { HttpProblem } from './problem.ts';
import type { RunRequest } from './schemas/run.ts';

type SheetRequest = NonNullable<RunRequest['sampleSheet']>;

/** A sheet as it was sent: its rows, and how its faults are told to who sent it. */
export interface ReadSheet {
  readonly rows: readonly SampleSheetRow[];
  /** What is wrong with the sheet by itself; `enterSheet` adds what contradicts the orders. */
  readonly faults: readonly SheetFault[];
  /** One problem that lists every line. */
  problemOf(faults: readonly SheetFault[]): HttpProblem;
}

export interface SheetFault {
  readonly line: number;
  readonly detail: string;
}

/** Reads a sheet given as a file's text or as rows. */
export function readSheet(sheet: SheetRequest): ReadSheet {
  const problemOf = (faults: readonly SheetFault[]) =>
    sheetProblem(faults, typeof sheet === 'string');
  const read = parseSampleSheet(typeof sheet === 'string' ? sheet : csvOf(sheet));
  const problems = read.ok ? [] : read.problems;
  const faults = problems.map(({ line = 1, detail }) => ({ line, detail }));
  return { rows: read.rows, faults, problemOf };
}

/**
 * The text of a sheet's bytes. Chinese spreadsheets save GBK unless told otherwise: bytes that are
 * not UTF-8 are refused with a hint, never guessed, as a wrong guess would change names.
 */
export function decodeSheet(bytes: Buffer, charset = 'utf-8'): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof RangeError) {
      throw new HttpProblem('media-type-unknown', 'the charset must be utf-8, utf-16le or gbk');
    }
    const detail =
      charset === 'utf-8'
        ? 'the text is not UTF-8; send charset=gbk in the Content-Type if it was saved as GBK'
        : 'the text is not of the charset that the Content-Type names';
    throw sheetProblem([{ line: lineOfFault(bytes, charset), detail }], true);
  }
}

/** The first line that cannot be decoded by itself. */
function lineOfFault(bytes: Buffer, charset: string): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const next = bytes.indexOf(0x0a, start);
    const end = next < 0 ? bytes.length : next + 1;
    try {
      new TextDecoder(charset, { fatal: true }).decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end;
  }
  return 1;
}

/** Rows given as JSON pass through the same reader as a file. */
function csvOf(rows: Exclude<SheetRequest, string>): string {
  const quote = (text: string | number | null) => `"${String(text ?? '').replaceAll('"', '""')}"`;
  const lines = rows.map(({ sample, specimen, kind, file, lane }) =>
    [sample, specimen, kind, file, lane].map(quote).join(','),
  );
  return ['sample,specimen,kind,file,lane', ...lines, ''].join('\n');
}

/** Lines of a file by their number; rows given as JSON by their index. */
function sheetProblem(faults: readonly SheetFault[], asFile: boolean): HttpProblem {
  const lines = faults.map(({ line, detail }) =>
    asFile ? { line, detail } : { row: line - 2, detail },
  );
  const [first] = faults;
  const place = asFile ? `line ${first.line}` : `row ${first.line - 2}`;
  const rest = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return new HttpProblem('sample-sheet-malformed', `${place}: ${first.detail}${rest}`, { lines });
}
