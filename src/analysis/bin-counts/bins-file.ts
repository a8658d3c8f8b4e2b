import { failure, type Result, success } from '../data-problem.ts';
import { createBinGrid } from '../genome/bin-grid.ts';
import type { BinCounts } from './bin-counts.ts';
import { binsHeaderDocument, headerPrefix, parseBinsHeader } from './bins-header.ts';
import { columnNames, formatBinRows, parseBinRows } from './bins-rows.ts';

const headerSizeMax = 1_000_000;

/** The text of a bins file (before gzip); the same counts give the same text. */
export function formatBinsFile(counts: BinCounts): string {
  const grid = createBinGrid(counts.assembly, counts.binSizeBases);
  const header = headerPrefix + JSON.stringify(binsHeaderDocument(counts));
  return [header, columnNames, ...formatBinRows(grid, counts), ''].join('\n');
}

/**
 * Reads the text of a bins file (after gunzip). `fileSample` names the sample if the header does
 * not.
 *
 * Edge: anything but the format of `architecture.md` 4.2 is `bins-malformed` with its line, another
 * version `bins-version`.
 */
export function parseBinsFile(bytes: Uint8Array, fileSample: string): Result<BinCounts> {
  if (bytes.length === 0) return failure({ kind: 'file-empty', detail: 'the file holds no byte' });
  const headerEnd = bytes.subarray(0, headerSizeMax).indexOf(10);
  if (headerEnd < 0) return malformed(1, 'line 1 does not end');
  const decoder = new TextDecoder();
  const header = parseBinsHeader(decoder.decode(bytes.subarray(0, headerEnd)), fileSample);
  if (!header.ok) return header;

  const rowsStart = headerEnd + 1 + columnNames.length + 1;
  if (decoder.decode(bytes.subarray(headerEnd + 1, rowsStart)) !== `${columnNames}\n`) {
    return malformed(2, 'the columns are not chromosome, start, end, forward, reverse, gc');
  }
  const grid = createBinGrid(header.value.assembly, header.value.binSizeBases);
  const rows = parseBinRows(bytes, rowsStart, grid);
  if ('fault' in rows) return malformed(rows.line, rows.fault);
  const counted = sum(rows.forward) + sum(rows.reverse);
  if (counted !== header.value.reads.counted) {
    const stated = header.value.reads.counted;
    return malformed(1, `the header counts ${stated} reads, the bins hold ${counted}`);
  }
  return success({ ...header.value, ...rows });
}

function sum(counts: Uint32Array): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i];
  return total;
}

function malformed(line: number, fault: string): Result<never> {
  return failure({ kind: 'bins-malformed', detail: `line ${line}: ${fault}`, line });
}
