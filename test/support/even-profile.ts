import { createBinGrid } from '../../src/analysis/genome/bin-grid.ts';
import {
  createExpectedProfile,
  type ExpectedProfile,
} from '../../src/analysis/normalise/expected-profile.ts';

/** The profile of the docstrings' examples: 322 bins of 10 Mb, alike but for GC 0.35–0.45. */
export function evenProfile(): ExpectedProfile {
  const grid = createBinGrid('GRCh37', 10_000_000);
  const gc = Float64Array.from({ length: grid.binCount }, (_, bin) => 0.35 + (bin % 11) / 100);
  return createExpectedProfile(grid, { expected: new Float64Array(grid.binCount).fill(1), gc });
}
