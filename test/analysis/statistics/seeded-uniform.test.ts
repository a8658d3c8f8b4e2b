import { expect, it } from 'vitest';
import { seededUniform } from '../../../src/analysis/statistics/seeded-uniform.ts';

it('repeats itself and is even', () => {
  const uniform = seededUniform(1);
  expect(uniform()).toBe(0.43151195137761533);
  expect(seededUniform(1)()).toBe(0.43151195137761533);
  expect(seededUniform(2)()).not.toBe(0.43151195137761533);
  const tenths = new Array(10).fill(0);
  for (let i = 0; i < 10_000; i++) tenths[Math.floor(10 * uniform())] += 1;
  expect(Math.min(...tenths)).toBeGreaterThan(880);
  expect(Math.max(...tenths)).toBeLessThan(1120);
});
