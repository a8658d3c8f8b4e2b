/**
 * Where a LOESS curve is fitted: both ends of the widened range and the cuts between its cells.
 *
 * The range grows by 0.5 % at either side. A cell with more than floor(n * span * 0.2) points is
 * cut at its middle point, or where that has ties at the nearest point whose right neighbour
 * differs, looked for at places +1, -1, +2, -2, … until one leaves the cell.
 *
 * Source: Cleveland and Grosse 1991, Stat Comput 1:47, section 3 (k-d tree; one dimension), with
 * the settings of R's loess (cell 0.2).
 * Shape: sorted x in, ascending vertices out, at least two.
 *
 * @example loessVertices(Float64Array.of(0, 1, 2, 10), 1) // [-0.05, 0, 1, 2, 10.05]
 */
export function loessVertices(sortedX: Float64Array, span: number): Float64Array {
  const n = sortedX.length;
  const first = sortedX[0];
  const last = sortedX[n - 1];
  const scale = Math.max(Math.abs(first), Math.abs(last));
  const margin = 0.005 * Math.max(last - first, 1e-10 * scale + 1e-30);
  const cuts: number[] = [];
  const cutting = { sortedX, pointsMax: Math.max(1, Math.floor(n * span * 0.2)), cuts };
  const [lower, upper] = [first - margin, last + margin];
  cutCell(cutting, { from: 0, to: n - 1, lower, upper });
  return Float64Array.from([lower, ...cuts, upper]).sort();
}

interface Cutting {
  readonly sortedX: Float64Array;
  readonly pointsMax: number;
  readonly cuts: number[];
}

/** Points `from` to `to`, both included, and the vertices around them. */
interface Cell {
  readonly from: number;
  readonly to: number;
  readonly lower: number;
  readonly upper: number;
}

function cutCell(cutting: Cutting, { from, to, lower, upper }: Cell): void {
  if (to - from + 1 <= cutting.pointsMax) return;
  const last = lastLeftOfCut(cutting.sortedX, from, to);
  const cut = cutting.sortedX[last];
  // A cell of equal points whose value is a vertex already cannot be cut.
  if (cut === lower || cut === upper) return;
  cutting.cuts.push(cut);
  cutCell(cutting, { from, to: last, lower, upper: cut });
  cutCell(cutting, { from: last + 1, to, lower: cut, upper });
}

/** Place of the cut's point; the middle where the search leaves the cell first. */
function lastLeftOfCut(sortedX: Float64Array, from: number, to: number): number {
  // Of 4 points the second, of 5 the third, counted from the first point of all as number 1.
  const middle = ((from + to + 2) >> 1) - 1;
  for (let offset = 0; ; offset = offset > 0 ? -offset : 1 - offset) {
    const place = middle + offset;
    if (place < from || place >= to) return middle;
    if (sortedX[place] !== sortedX[place + 1]) return place;
  }
}
