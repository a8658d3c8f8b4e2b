interface MatchOptions {
  /** The sample's share of each chromosome, one array a strand (or one of both together). */
  readonly sample: readonly Float64Array[];
  /** The same of each control. */
  readonly controls: readonly {
    readonly name: string;
    readonly strands: readonly Float64Array[];
  }[];
  /** 0-based chromosomes to compare: autosomes other than those under test. */
  readonly chromosomeIndexes: readonly number[];
}

/** How far a control lies from a sample. */
export interface ControlMatch {
  readonly name: string;
  readonly sumOfSquares: number;
}

/**
 * The controls that resemble a sample most, nearest first.
 *
 *   sumOfSquares = sum over strands and chromosomes of (share of sample - share of control)^2
 *
 * Source: match QC, Johansson et al. 2017, Sci Rep 7:1838 (NIPTeR). Shape: 22 shares a strand.
 * Unit: squared share. Edge: of equal ones the one given first comes first; no control, no match.
 *
 * @example matchControlGroup({ sample: [Float64Array.of(0.5, 0.5)], chromosomeIndexes: [0, 1],
 *   controls: [{ name: 'far', strands: [Float64Array.of(0.7, 0.3)] },
 *     { name: 'near', strands: [Float64Array.of(0.4, 0.6)] }] })
 *   // [{ name: 'near', sumOfSquares: ~0.02 }, { name: 'far', sumOfSquares: ~0.08 }]
 */
export function matchControlGroup(options: MatchOptions): ControlMatch[] {
  const { sample, controls, chromosomeIndexes } = options;
  return controls
    .map(({ name, strands }) => ({
      name,
      sumOfSquares: sample.reduce(
        (sum, shares, strand) =>
          chromosomeIndexes.reduce((part, c) => part + (shares[c] - strands[strand][c]) ** 2, sum),
        0,
      ),
    }))
    .sort((a, b) => a.sumOfSquares - b.sumOfSquares);
}
