import writeXlsxFile from 'write-excel-file/node';
import type { RunTable } from './run-table.ts';
import { timelessZip } from './timeless-zip.ts';

/**
 * A table as an Excel workbook. Every cell has its type: text is never a formula, a number stays
 * one. The same table is the same bytes.
 */
export async function xlsx({ head, rows }: RunTable, sheet: string): Promise<Uint8Array> {
  const title = head.map((value) => ({ value, type: String, fontWeight: 'bold' as const }));
  const body = rows.map((cells) => cells.map(typed));
  const options = { sheet, stickyRowsCount: 1, columns: head.map(widthOf) };
  return timelessZip(await writeXlsxFile([title, ...body], options).toBuffer());
}

function typed(value: RunTable['rows'][number][number]) {
  if (value === null) return null;
  return typeof value === 'number' ? { value, type: Number } : { value, type: String };
}

/** Han characters take the width of two letters. */
function widthOf(words: string) {
  return { width: Math.max(10, words.length + (words.match(/\p{Script=Han}/gu)?.length ?? 0) + 2) };
}
