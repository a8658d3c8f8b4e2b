import { failure, type Result, success } from '../data-problem.ts';
import type { CountSource, ReadClasses } from './bin-counts.ts';
import type { BinTally } from './bin-tally.ts';

/** One file's tally with the file it came from. */
export interface SourcedTally {
  readonly tally: BinTally;
  readonly source: CountSource;
}

/**
 * Adds the tallies of several BAMs of one sample (lanes, top-ups). Duplicates were told per file.
 *
 * Edge: files of different assembly or bin size, or one file given twice, are `sources-differ`.
 * The first tally is the one added to, so it must not be used afterwards.
 */
export function mergeBinCounts(parts: readonly SourcedTally[]): Result<BinTally> {
  const [first, ...others] = parts;
  for (const [i, { tally, source }] of others.entries()) {
    const twin = parts.slice(0, i + 1).find((part) => part.source.sha256 === source.sha256);
    if (twin) {
      return differing(`${twin.source.file} and ${source.file} are the same bytes`);
    }
    if (tally.assembly !== first.tally.assembly) {
      const [one, other] = [first.tally.assembly, tally.assembly];
      return differing(`${first.source.file} is of ${one}, ${source.file} of ${other}`);
    }
    if (tally.binSizeBases !== first.tally.binSizeBases) {
      return differing(`${first.source.file} and ${source.file} have bins of different size`);
    }
    addTally(first.tally, tally);
  }
  return success(first.tally);
}

function differing(detail: string): Result<never> {
  return failure({ kind: 'sources-differ', detail });
}

function addTally(sum: BinTally, part: BinTally): void {
  for (const name of Object.keys(sum.reads) as (keyof ReadClasses)[]) {
    sum.reads[name] += part.reads[name];
  }
  sum.fragmentTotal += part.fragmentTotal;
  for (const key of ['fragmentCounts', 'forward', 'reverse', 'gcBases', 'calledBases'] as const) {
    addInto(sum[key], part[key]);
  }
}

function addInto<T extends Float64Array | Uint32Array>(sum: T, part: T): void {
  for (let i = 0; i < sum.length; i++) sum[i] += part[i];
}
