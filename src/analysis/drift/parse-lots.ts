import { failure, type Result, success } from '../data-problem.ts';
import { cellsOf } from '../reference-model/parse-samples.ts';

/** What was the same for several samples; null where unknown. */
export interface SampleLots {
  readonly batch: string | null;
  readonly instrument: string | null;
  readonly reagentLot: string | null;
}

/**
 * Reads `sample` and, where known, `batch`, `instrument` and `reagent_lot` from samples.csv; other
 * columns are left alone.
 *
 * Edge: no column sample, a line with other cells, or a sample twice is `samples-malformed`.
 *
 * @example parseLots('sample,batch\na,1\n') // Map a → { batch: '1', instrument: null, … }
 */
export function parseLots(text: string): Result<Map<string, SampleLots>> {
  const [first, ...lines] = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const columns = cellsOf(first);
  if (!columns?.includes('sample')) return malformed(1, 'there is no column sample');
  const lots = new Map<string, SampleLots>();
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const cells = cellsOf(line);
    if (cells?.length !== columns.length) {
      return malformed(i + 2, `there are not ${columns.length} cells`);
    }
    const cell = (name: string) => cells[columns.indexOf(name)] || null;
    const sample = cell('sample');
    if (sample === null) return malformed(i + 2, 'the sample has no name');
    if (lots.has(sample)) return malformed(i + 2, `${sample} is there twice`);
    const [batch, instrument, reagentLot] = ['batch', 'instrument', 'reagent_lot'].map(cell);
    lots.set(sample, { batch, instrument, reagentLot });
  }
  return success(lots);
}

function malformed(line: number, fault: string): Result<never> {
  return failure({ kind: 'samples-malformed', detail: `line ${line}: ${fault}`, line });
}
