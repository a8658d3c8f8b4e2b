import type { Target } from '../genome/chromosome.ts';

/**
 * The highest posterior shown per target: the share of positive results that diagnosis confirmed in
 * a large programme. The placenta is not the fetus, so no likelihood ratio can promise more.
 *
 * A laboratory replaces these by its own confirmed share; a change is a new version.
 */
export const posteriorCeilings = {
  version: 1,
  source: 'Guangxi, 86 262 tests: PMC8067030',
  ceilings: { T21: 0.897, T18: 0.84, T13: 0.526 } satisfies Record<Target, number>,
} as const;
