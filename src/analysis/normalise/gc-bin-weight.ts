interface GcBinWeightOptions {
  /** Reads per bin. */
  readonly counts: Float64Array | Uint32Array;
  /** GC of each bin; NaN or negative if unknown. */
  readonly gc: Float64Array;
  /** 1 = count and correct this bin. */
  readonly use: Uint8Array;
  /** GC classes in one unit of `gc`: 10 for percent, 1000 for fractions. */
  readonly classesPerUnit: number;
}

/**
 * Weight per bin that gives every class of GC content the same mean count; the total is kept.
 *
 *   class g = floor(classesPerUnit gc);  a_g = sum(counts in g) / #(counts > 0 in g)
 *   weight_g = (sum(counts) / #(counts > 0)) / a_g
 *
 * Source: bin weights of NIPTeR (Johansson 2017), which follow Fan and Quake 2010, PLoS ONE
 * 5:e10439.
 * Shape: arrays of one length, one element per bin. Unit: none. Range: at least 0.
 * Edge: 0 for bins outside `use`, of unknown GC, or in a class without reads.
 *
 * @example gcBinWeights({ counts: Float64Array.of(1, 3, 4), gc: Float64Array.of(40, 40, 50),
 *   use: Uint8Array.of(1, 1, 1), classesPerUnit: 10 }) // [1.333…, 1.333…, 0.666…]
 */
export function gcBinWeights(options: GcBinWeightOptions): Float64Array {
  const { counts } = options;
  const classes = new Map<number, { reads: number; bins: number }>();
  let reads = 0;
  let bins = 0;
  for (let i = 0; i < counts.length; i++) {
    const gcClass = gcClassOf(options, i);
    if (gcClass < 0 || counts[i] <= 0) continue;
    const entry = classes.get(gcClass) ?? { reads: 0, bins: 0 };
    classes.set(gcClass, { reads: entry.reads + counts[i], bins: entry.bins + 1 });
    reads += counts[i];
    bins += 1;
  }
  return Float64Array.from(counts, (_, i) => {
    const entry = classes.get(gcClassOf(options, i));
    return entry ? reads / bins / (entry.reads / entry.bins) : 0;
  });
}

/** The GC class of a bin; -1 if it has none. */
function gcClassOf({ gc, use, classesPerUnit }: GcBinWeightOptions, i: number): number {
  return use[i] === 1 && gc[i] >= 0 ? Math.floor(classesPerUnit * gc[i]) : -1;
}
