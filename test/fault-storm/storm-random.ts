import { SeededRandom } from '../../fixtures/simulate/seeded-random.ts';

/** What the storm decides by: the same seed makes the same decisions in the same order. */
export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  chance(share: number): boolean;
  pick<T>(choices: readonly T[]): T;
}

export function stormRandom(seed: number): Random {
  const stream = new SeededRandom(seed, 'fault-storm');
  const below = (limit: number) => stream.below(limit);
  return {
    below,
    chance: (share) => stream.uniform() < share,
    pick: (choices) => choices[below(choices.length)],
  };
}
