import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createBinGrid } from '../../src/analysis/genome/bin-grid.ts';
import { autosomeCount } from '../../src/analysis/genome/chromosome.ts';

/** The grid of NIPTeR's samples. */
export const nipterGrid = createBinGrid('GRCh37', 50_000);
/** The bin NIPTeR has no room for: chromosome 1's last. */
const binBeyondNipter = 4985;

/** Rows of a tab-separated file, gzipped or not, without its first `header` lines. */
export function readRows(path: string, header = 1): string[][] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .trimEnd()
    .split('\n')
    .slice(header)
    .map((line) => line.split('\t'));
}

/** A sample's strands as NIPTeR sees them. */
export interface Strands {
  readonly forward: Float64Array;
  readonly reverse: Float64Array;
}

/** Reads a bins file's two strands. */
export function readStrands(path: string): Strands {
  const rows = readRows(path, 2);
  const column = (index: number) => Float64Array.from(rows, (row) => Number(row[index]));
  const strands = { forward: column(3), reverse: column(4) };
  for (const strand of [strands.forward, strands.reverse]) strand[binBeyondNipter] = 0;
  return strands;
}

/** A per-bin table `chromosome bin value` on the autosomes; NaN where it has no row or value. */
export function readAutosomalBins(path: string): Float64Array {
  const values = new Float64Array(nipterGrid.binCount).fill(Number.NaN);
  for (const [chromosome, bin, value] of readRows(path)) {
    const c = Number(chromosome) - 1;
    if (!(c < autosomeCount) || !value) continue;
    const index = nipterGrid.chromosomeStarts[c] + Number(bin);
    if (index < nipterGrid.chromosomeStarts[c + 1]) values[index] = Number(value);
  }
  return values;
}

export function addStrands({ forward, reverse }: Strands): Float64Array {
  return forward.map((count, i) => count + reverse[i]);
}
