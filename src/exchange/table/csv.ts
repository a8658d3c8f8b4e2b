import type { RunTable } from './run-table.ts';

/** Excel takes a file for UTF-8 only if it begins so. */
const byteOrderMark = '\ufeff';
/** What a spreadsheet would run as a formula, in both widths. */
const startsFormula = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

/**
 * A table as CSV for spreadsheets: quoted where it must be, lines end with CR LF, an apostrophe
 * before text that would be a formula. Numbers are left as they are.
 *
 * Source: RFC 4180, section 2 (2005-10); OWASP, "CSV Injection".
 *
 * @example csv({ head: ['a', 'b'], rows: [['=1', -2]] }) // '\ufeffa,b\r\n\'=1,-2\r\n'
 */
export function csv({ head, rows }: RunTable): string {
  const lines = [head, ...rows].map((cells) => cells.map(field).join(','));
  return `${byteOrderMark}${lines.join('\r\n')}\r\n`;
}

function field(cell: RunTable['rows'][number][number]): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = startsFormula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
