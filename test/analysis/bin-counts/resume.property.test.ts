import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { smallPairedEnd, smallSingleEnd } from '../../../fixtures/bam/small-samples.ts';
import { tinyBam } from '../../../fixtures/bam/tiny-bam.ts';
import type { DuplicateRule } from '../../../src/analysis/bam/read-filter.ts';
import { createBinCounter } from '../../../src/analysis/bin-counts/count-bins.ts';
import { threadKernel } from '../../../workers/kernel.ts';
import { countBam } from '../../support/scan-bam.ts';

const settings = { binSizeBases: 10_000_000, mappingQualityMin: 1, duplicates: 'start' } as const;
const counterOf = (resume?: Uint8Array, duplicates: DuplicateRule = 'start') =>
  createBinCounter({ ...settings, duplicates, kernel: threadKernel(), ...(resume && { resume }) });

/** Pushes pieces, each to a counter that knows only what the last one has saved. */
function countInTurns(bytes: Uint8Array, cuts: readonly number[]) {
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1))), bytes.length];
  ends.sort((a, b) => a - b);
  let state: Uint8Array | undefined;
  let start = 0;
  for (const end of ends) {
    const counter = counterOf(state);
    if (counter.push(bytes.subarray(start, end)) || end === bytes.length) return counter.finish();
    state = counter.saveState()?.slice();
    start = end;
  }
  throw new Error('the last piece ends the file');
}

it.each([
  ['single', smallSingleEnd()],
  ['paired', smallPairedEnd()],
])('a counter goes on from the state of another at any byte: %s', (_, bam) => {
  const cuts = fc.array(fc.nat(), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(cuts, fc.constantFrom(1, 40, 700, 0xff00), (places, blockSize) => {
      const bytes = tinyBam({ ...bam, blockSize });
      expect(countInTurns(bytes, places)).toEqual(countBam(bytes, settings));
    }),
    { numRuns: 60 },
  );
});

it('finds the same problem in the same place', () => {
  const whole = tinyBam({ ...smallSingleEnd(), blockSize: 300 });
  for (const change of [whole.length - 29, whole.length >> 1, 700]) {
    const bytes = whole.slice();
    bytes[change] ^= 0x55;
    expect(countInTurns(bytes, [200, 500, 900])).toEqual(countBam(bytes, settings));
  }
});

it('keeps a state of kilobytes, for its own settings only', () => {
  const bytes = tinyBam(smallSingleEnd());
  const counter = counterOf();
  counter.push(bytes.subarray(0, -10));
  const state = counter.saveState()?.slice() ?? new Uint8Array();
  expect(gzipSync(state).length).toBeLessThan(5000);
  expect(() => counterOf(state, 'keep')).toThrow(/duplicates start/);
  expect(() => counterOf(state.subarray(0, -1))).toThrow(/bytes/);
  counter.push(Uint8Array.of(1, 2, 3));
  expect(counter.push(new Uint8Array(70_000))).toBeDefined();
  expect(counter.saveState()).toBeUndefined();
});
