/** Points on a circle as running sums: element k covers the first k of them. */
export interface ArcSums {
  /** Running sums of weight × value about the weighted mean; the last is 0. */
  readonly sums: Float64Array;
  /** Running sums of the weights. */
  readonly weights: Float64Array;
  /** Points; both arrays hold one element more (or are longer, as scratch). */
  readonly count: number;
}

/** Points `[from, to)`, and how much of the scatter their mean explains. */
export interface Arc {
  readonly from: number;
  readonly to: number;
  /** Sum of squares between the arc and the rest. */
  readonly between: number;
}

/**
 * The arc whose mean differs most from that of the rest of the circle.
 *
 *   between(i, j) = (S_j - S_i)^2 W / (w (W - w)),  w = W_j - W_i, W = W_n
 *
 * The running sums are cut into about sqrt(n) blocks. The least and largest sum of two blocks and
 * the weights between them bound every arc from one to the other; pairs of blocks that cannot beat
 * the best arc so far are passed over. Noise leaves few pairs, so that the search takes about as
 * many steps as there are points instead of their square.
 *
 * Source: maximal statistic, Olshen et al. 2004, Biostatistics 5:557, equation 2; bounding blocks
 * after Venkatraman and Olshen 2007, Bioinformatics 23:657. Shape: running sums and weights, count
 * + 1 elements from 0. Unit: squared values × weight.
 * Edge: an arc and its rest have at least `widthMin` points each; null if none can, or if none
 * explains more than `atLeast`.
 *
 * @example largestArc({ sums: Float64Array.of(0, -1, -2, 0, 2, 1, 0), count: 6,
 *   weights: Float64Array.of(0, 1, 2, 3, 4, 5, 6) }, { widthMin: 2 })
 *   // { from: 2, to: 4, between: 12 }: the values are -1, -1, 2, 2, -1, -1
 */
export function largestArc(
  arcs: ArcSums,
  options: { readonly widthMin: number; readonly atLeast?: number },
): Arc | null {
  const search = startSearch(arcs, options);
  const { blockCount, bounds } = search;
  let first = 0;
  for (let pair = 1; pair < bounds.length; pair++) if (bounds[pair] > bounds[first]) first = pair;
  searchPair(search, Math.floor(first / blockCount), first % blockCount);
  for (let a = 0; a < blockCount; a++) {
    for (let b = a; b < blockCount; b++) {
      if (bounds[a * blockCount + b] > search.best.between) searchPair(search, a, b);
    }
  }
  return search.best.from < 0 ? null : { ...search.best };
}

interface Search {
  readonly arcs: ArcSums;
  readonly widthMin: number;
  readonly blockSize: number;
  readonly blockCount: number;
  /** Most that an arc from block a to block b can explain, at [a × blockCount + b]. */
  readonly bounds: Float64Array;
  readonly best: { from: number; to: number; between: number };
}

function startSearch(
  arcs: ArcSums,
  { widthMin, atLeast = 0 }: { widthMin: number; atLeast?: number },
): Search {
  const { sums, weights, count } = arcs;
  const blockSize = Math.max(4, Math.ceil(Math.sqrt(count / 2)));
  const blockCount = Math.ceil((count + 1) / blockSize);
  const lows = new Float64Array(blockCount).fill(Number.POSITIVE_INFINITY);
  const highs = new Float64Array(blockCount).fill(Number.NEGATIVE_INFINITY);
  for (let k = 0, block = 0, inBlock = 0; k <= count; k++) {
    if (sums[k] < lows[block]) lows[block] = sums[k];
    if (sums[k] > highs[block]) highs[block] = sums[k];
    inBlock += 1;
    if (inBlock === blockSize) {
      block += 1;
      inBlock = 0;
    }
  }
  const total = weights[count];
  const bounds = new Float64Array(blockCount * blockCount);
  for (let a = 0; a < blockCount; a++) {
    const aEnd = Math.min(count, (a + 1) * blockSize - 1);
    for (let b = a; b < blockCount; b++) {
      const bEnd = Math.min(count, (b + 1) * blockSize - 1);
      const reach = Math.max(highs[b] - lows[a], highs[a] - lows[b]);
      // The narrowest arc between the two blocks, and the widest; the product is concave between.
      const least = b > a ? weights[b * blockSize] - weights[aEnd] : 0;
      const most = weights[bEnd] - weights[a * blockSize];
      const product = Math.min(least * (total - least), most * (total - most));
      bounds[a * blockCount + b] = product > 0 ? (reach * reach * total) / product : Infinity;
    }
  }
  const best = { from: -1, to: -1, between: atLeast };
  return { arcs, widthMin, blockSize, blockCount, bounds, best };
}

function searchPair(search: Search, a: number, b: number): void {
  const { arcs, widthMin, blockSize, best } = search;
  const { sums, weights, count } = arcs;
  const total = weights[count];
  const iEnd = Math.min(count, (a + 1) * blockSize - 1);
  const jEnd = Math.min(count, (b + 1) * blockSize - 1);
  let { from, to, between } = best;
  for (let i = a * blockSize; i <= iEnd; i++) {
    const jFirst = Math.max(b * blockSize, i + widthMin);
    const jLast = Math.min(jEnd, count - widthMin + i);
    for (let j = jFirst; j <= jLast; j++) {
      const difference = sums[j] - sums[i];
      const weight = weights[j] - weights[i];
      const explained = (difference * difference * total) / (weight * (total - weight));
      if (explained > between) {
        between = explained;
        from = i;
        to = j;
      }
    }
  }
  Object.assign(best, { from, to, between });
}
