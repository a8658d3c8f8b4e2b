export interface CsvRecord {
  /** 1-based line on which the record begins. */
  readonly line: number;
  readonly cells: readonly string[];
}

export type CsvText =
  | { readonly ok: true; readonly records: readonly CsvRecord[] }
  | { readonly ok: false; readonly line: number; readonly detail: string };

/** A cell and what ends it; a quoted cell doubles its quotes and may hold line ends. */
const cellPattern = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;

/**
 * Reads comma-separated text into records, without blank lines.
 *
 * Source: RFC 4180, with a byte-order mark and any line end allowed.
 * Edge: a quote that is not closed, or stands within a bare cell, is named with its line.
 *
 * @example parseCsv('a,"b,c"\n') // records: [{ line: 1, cells: ['a', 'b,c'] }]
 */
export function parseCsv(text: string): CsvText {
  const body = text.replace(/^\uFEFF/, '');
  const records: CsvRecord[] = [];
  let line = 1;
  let start = 1;
  let cells: string[] = [];
  for (let offset = 0; offset < body.length; ) {
    cellPattern.lastIndex = offset;
    const match = cellPattern.exec(body);
    if (!match) return { ok: false, line, detail: 'a quote is not closed or not doubled' };
    const [whole, quoted, bare, end] = match;
    cells.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    offset += whole.length;
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0;
    if (end === ',' && offset < body.length) continue;
    if (end === ',') cells.push('');
    if (!(cells.length === 1 && cells[0].trim() === '')) records.push({ line: start, cells });
    start = line;
    cells = [];
  }
  return { ok: true, records };
}
