import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expectedCounts } from '../../fixtures/simulate/expected-counts.ts';
import type { Landscape } from '../../fixtures/simulate/landscape.ts';
import { poisson } from '../../fixtures/simulate/poisson.ts';
import type { SampleRecipe } from '../../fixtures/simulate/recipe.ts';
import { SeededRandom } from '../../fixtures/simulate/seeded-random.ts';
import type { Scenario } from './scenario.ts';

const cache = new URL('../../.cache/study/', import.meta.url);
const countMax = 65_535;

/**
 * Reads per bin of many recipes, from the cache where they were simulated before.
 *
 * Shape: one row of the grid's bins a recipe. Only sums over both strands: no score looks at more.
 */
export function studyReads(
  recipes: readonly SampleRecipe[],
  place: {
    readonly scenario: Scenario;
    readonly landscapes: (batch: string) => Landscape;
    readonly isKept: boolean;
  },
): Uint16Array[] {
  const { scenario, landscapes } = place;
  const { binCount } = landscapes('').grid;
  const { name: _, batchesKnown: __, controls: ___, ...genome } = scenario;
  const key = createHash('sha256')
    .update(JSON.stringify([genome, recipes]))
    .digest('hex');
  const file = new URL(`${key}.u16`, cache);
  if (place.isKept && existsSync(file)) {
    const bytes = readFileSync(file);
    const all = new Uint16Array(bytes.buffer, bytes.byteOffset, recipes.length * binCount);
    return recipes.map((_recipe, i) => all.subarray(i * binCount, (i + 1) * binCount));
  }
  const rows = recipes.map((recipe) => simulateReads(recipe, landscapes(recipe.batch ?? '')));
  if (place.isKept) {
    mkdirSync(cache, { recursive: true });
    const all = new Uint16Array(rows.length * binCount);
    rows.forEach((row, i) => {
      all.set(row, i * binCount);
    });
    writeFileSync(file, all);
  }
  return rows;
}

function simulateReads(recipe: SampleRecipe, landscape: Landscape): Uint16Array {
  const { counts } = expectedCounts(recipe, landscape);
  const random = new SeededRandom(recipe.seed, 'counts');
  const reads = new Uint16Array(counts.length);
  for (let bin = 0; bin < counts.length; bin++) {
    if (counts[bin] > 0) reads[bin] = Math.min(countMax, poisson(random, counts[bin]));
  }
  return reads;
}
