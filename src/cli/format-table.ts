/**
 * Rows as columns a person can read: first column to the left, the others to the right.
 *
 * @example formatTable([['sample', 'reads'], ['a', '12']]) // 'sample  reads\na          12\n'
 */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => row[c].length)));
  const lines = rows.map((row) =>
    row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c]))).join('  '),
  );
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}
