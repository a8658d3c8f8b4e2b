import { failure, type Result, success } from '../data-problem.ts';
import { chromosomeIndexOfContig } from '../genome/assembly.ts';
import { type BinGrid, binRange } from '../genome/bin-grid.ts';

/**
 * Reads a fixedStep wig and averages it over the bins of a grid.
 *
 *   value_b = mean of the steps that begin in bin b and are not negative
 *
 * Source: UCSC wiggle format, fixedStep; negative values stand for no called base (HMMcopy). Shape:
 * text in, one element per bin out. Unit: the track's. Edge: NaN for bins without a step; other
 * contigs are skipped; a start or step that does not fit the bins is `wig-malformed`.
 *
 * @example parseWig('fixedStep chrom=1 start=1 step=50000\n0.4\n', grid) // [0.4, NaN, …]
 */
export function parseWig(text: string, grid: BinGrid): Result<Float64Array> {
  const sums = new Float64Array(grid.binCount);
  const counts = new Float64Array(grid.binCount);
  let run: Run | null = null;
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i].trim();
    if (line === '' || line.startsWith('#') || line.startsWith('track')) continue;
    if (line.startsWith('fixedStep')) {
      run = parseDeclaration(line, grid);
      if (run === null) return malformed(i + 1, 'the declaration does not fit bins of this size');
      continue;
    }
    const value = Number(line);
    if (run === null || !Number.isFinite(value)) return malformed(i + 1, 'this is no value');
    const place: number = run.start + run.taken * run.step;
    run.taken++;
    if (run.chromosomeIndex < 0 || value < 0) continue;
    const { start, end } = binRange(grid, run.chromosomeIndex);
    const bin = start + Math.floor(place / grid.binSizeBases);
    if (bin >= end) return malformed(i + 1, 'the track is longer than the chromosome');
    sums[bin] += value;
    counts[bin] += 1;
  }
  if (!counts.some((count) => count > 0)) return malformed(lines.length, 'the track has no value');
  return success(sums.map((sum, bin) => sum / counts[bin]));
}

interface Run {
  readonly chromosomeIndex: number;
  /** 0-based. */
  readonly start: number;
  readonly step: number;
  taken: number;
}

function parseDeclaration(line: string, { binSizeBases }: BinGrid): Run | null {
  const fields = new Map(line.split(/\s+/).map((word) => word.split('=') as [string, string]));
  const start = Number(fields.get('start')) - 1;
  const step = Number(fields.get('step') ?? '1');
  const isFitting = step > 0 && binSizeBases % step === 0 && start >= 0 && start % step === 0;
  if (!isFitting || !fields.has('chrom')) return null;
  const chromosomeIndex = chromosomeIndexOfContig(fields.get('chrom') ?? '');
  return { chromosomeIndex, start, step, taken: 0 };
}

function malformed(line: number, fault: string): Result<never> {
  return failure({ kind: 'wig-malformed', detail: `line ${line}: ${fault}`, line });
}
