import type { DataProblem } from '../analysis/data-problem.ts';

/** Where an analysis made again stops being the sealed one; null if it is the same bytes. */
export function firstDifference(sealed: Buffer, again: Buffer): DataProblem | null {
  if (sealed.equals(again)) return null;
  const end = Math.min(sealed.length, again.length);
  let byteOffset = 0;
  while (byteOffset < end && sealed[byteOffset] === again[byteOffset]) byteOffset++;
  const line = sealed.subarray(0, byteOffset).toString().split('\n').length;
  const detail = `byte ${byteOffset} on line ${line} is not what the inputs give`;
  return { kind: 'analysis-differs', detail, byteOffset, line };
}
