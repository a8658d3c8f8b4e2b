import { expect, it } from 'vitest';
import { threadKernel } from '../../../../workers/kernel.ts';
import { fuzzInflate } from '../../../support/fuzz-inflate.ts';

it('inflates as zlib does, and refuses what zlib refuses, within its own bytes', () => {
  const kernel = threadKernel();
  kernel.reserve(1 << 20);
  const { valid, refused } = fuzzInflate(kernel, { streams: 6000, seed: 1 });
  expect(valid).toBeGreaterThan(2700);
  expect(refused).toBeGreaterThan(2000);
});
