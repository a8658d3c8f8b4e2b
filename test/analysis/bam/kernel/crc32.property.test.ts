import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { threadKernel } from '../../../../workers/kernel.ts';

const kernel = threadKernel();
const start = 400_000;
kernel.reserve(start + 70_000);

it("has zlib's CRC32 of contents of any size, wherever they stand", () => {
  const sizes = fc.oneof(
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 8150, max: 8250 }),
    fc.integer({ min: 0, max: 65_536 }),
  );
  fc.assert(
    fc.property(sizes, fc.integer({ min: 0, max: 15 }), fc.integer(), (size, offset, seed) => {
      const content = kernel.bytes().subarray(start + offset, start + offset + size);
      for (let i = 0, word = seed; i < size; i++) {
        word = (Math.imul(word, 1_103_515_245) + 12_345) | 0;
        content[i] = word >>> 24;
      }
      expect(kernel.run.crc32(start + offset, size) >>> 0).toBe(crc32(content));
    }),
    { seed: 1, numRuns: 300 },
  );
});

it('finds any one changed bit of a block', () => {
  const content = kernel
    .bytes()
    .subarray(start, start + 65_280)
    .fill(70);
  const whole = kernel.run.crc32(start, content.length);
  for (let at = 0; at < content.length; at += 331) {
    content[at] ^= 1 << (at & 7);
    expect(kernel.run.crc32(start, content.length)).not.toBe(whole);
    content[at] ^= 1 << (at & 7);
  }
});
