/**
 * Where a LOESS curve is fitted: both ends of the widened range and the cuts between its cells.
 *
 * The range grows by 0.5 % at either side; a cell with more than floor(n * span * 0.2) points is
 * cut half-way between its two middle points, at the nearest place where neighbours differ.
 *
 * Source: Cleveland and Grosse 1991, Stat Comput 1:47, section 3 (k-d tree; one dimension), with
 * the settings of R's loess (cell 0.2).
 * Shape: sorted x in, ascending vertices out, at least two.
 *
 * @example loessVertices(Float64Array.of(0, 1, 2, 10), 1) // [-0.05, 0.5, 1.5, 6, 10.05]
 */
export function loessVertices(sortedX: Float64Array, span: number): Float64Array {
  const n = sortedX.length;
  const first = sortedX[0];
  const last = sortedX[n - 1];
  const scale = Math.max(Math.abs(first), Math.abs(last));
  const margin = 0.005 * Math.max(last - first, 1e-10 * scale + 1e-30);
  const cuts: number[] = [];
  cutCell({ sortedX, cellMax: Math.floor(n * span * 0.2), cuts }, 0, n - 1);
  return Float64Array.from([first - margin, ...cuts, last + margin]).sort();
}

interface Cutting {
  readonly sortedX: Float64Array;
  readonly cellMax: number;
  readonly cuts: number[];
}

function cutCell(cutting: Cutting, from: number, to: number): void {
  if (to - from + 1 <= Math.max(1, cutting.cellMax)) return;
  const { sortedX } = cutting;
  const left = lastLeftOfCut(sortedX, from, to);
  if (left < 0) return;
  cutting.cuts.push((sortedX[left] + sortedX[left + 1]) / 2);
  cutCell(cutting, from, left);
  cutCell(cutting, left + 1, to);
}

/** Nearest to the middle, right before left, where two neighbours differ; -1 if none do. */
function lastLeftOfCut(sortedX: Float64Array, from: number, to: number): number {
  const middle = middleOf(from, to);
  for (let offset = 0; offset <= to - from; offset++) {
    for (const left of [middle + offset, middle - offset]) {
      if (left >= from && left < to && sortedX[left] !== sortedX[left + 1]) return left;
    }
  }
  return -1;
}

/** The middle as 1-based counting halves it: of 4 points the second, of 5 the third. */
function middleOf(from: number, to: number): number {
  return ((from + to + 2) >> 1) - 1;
}
