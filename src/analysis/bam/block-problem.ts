import type { DataProblem } from '../data-problem.ts';
import { bgzfEndOfFile } from './bgzf-block.ts';

/** What the kernel says of a block (`kernel/inflate`, `kernel/bgzf`) from 1 on, in words. */
const faults = [
  'does not inflate',
  'does not have the size it states',
  'states an impossible size',
  'has a wrong CRC32',
] as const;

/** Names what the kernel found wrong with a block. */
export function blockFault(fault: number, byteOffset: number): DataProblem {
  return damagedBlock(byteOffset, faults[fault - 1]);
}

export function damagedBlock(byteOffset: number, what: string): DataProblem {
  const detail = `the BGZF block at byte ${byteOffset} ${what}`;
  return { kind: 'bam-block-damaged', detail, byteOffset };
}

export function truncatedBlock(byteOffset: number): DataProblem {
  const detail = `the file ends within the BGZF block that begins at byte ${byteOffset}`;
  return { kind: 'bam-truncated', detail, byteOffset };
}

export function missingEndOfFile(byteOffset: number): DataProblem {
  const { length } = bgzfEndOfFile;
  const detail = `the file ends at byte ${byteOffset} without the ${length}-byte end-of-file block`;
  return { kind: 'bam-truncated', detail, byteOffset };
}

/** A file that ends within its header or a record. */
export function cutWithin(what: string): DataProblem {
  return { kind: 'bam-truncated', detail: `the file ends within ${what}` };
}
