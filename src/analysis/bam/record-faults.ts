import type { DataProblem } from '../data-problem.ts';

/** The kernel's faults (`kernel/scan/record-fault.ts`) from 2 on, in words. */
const impossible = [
  'has no room for its name',
  'has a negative sequence length',
  'has more name, CIGAR, bases and qualities than bytes',
  'lies on a contig not listed',
  'has a negative position',
];
const unsorted = 7;

/** Names what stopped a scan at a record whose block begins at `byteOffset`. */
export function recordProblem(
  { fault, value }: { readonly fault: number; readonly value: number },
  byteOffset: number,
): DataProblem {
  const where = `in the block at byte ${byteOffset}`;
  if (fault === 1) {
    return damaged(`a record ${where} states a size of ${value} bytes`, byteOffset);
  }
  if (fault < unsorted) return damaged(`a record ${where} ${impossible[fault - 2]}`, byteOffset);
  if (fault === unsorted) {
    const detail = `a read ${where} lies before the read it follows`;
    return { kind: 'bam-unsorted', detail, byteOffset };
  }
  const place = value < 0 ? 'has no position' : `lies at base ${value + 1}, behind its end`;
  return damaged(`a read mapped to a chromosome ${place}`, byteOffset);
}

function damaged(detail: string, byteOffset: number): DataProblem {
  return { kind: 'bam-record-damaged', detail, byteOffset };
}
