import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBlockCodec, createReusingInflate, inflateAnew } from '../../workers/block-codec.ts';

const reusing = createReusingInflate();

describe.each([
  ['a new engine', inflateAnew],
  ['one engine', reusing ?? inflateAnew],
])('inflating with %s', (_, inflate) => {
  const content = fc.uint8Array({ maxLength: 3000 });

  it('gives back what was deflated', () => {
    fc.assert(
      fc.property(content, fc.integer({ min: 0, max: 9 }), (bytes, level) => {
        const deflated = deflateRawSync(bytes, { level });
        expect(Uint8Array.from(inflate(deflated, bytes.length) ?? [1])).toEqual(bytes);
      }),
    );
  });

  it('gives nothing that is longer or cut, and works again afterwards', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 3000 }), (bytes) => {
        const deflated = deflateRawSync(bytes);
        expect(inflate(deflated, bytes.length - 1)).toBeUndefined();
        expect(inflate(deflated.subarray(0, -1), bytes.length)).toBeUndefined();
        expect(inflate(Uint8Array.of(0xff, 0xff), 5)).toBeUndefined();
        expect(inflate(deflated, bytes.length)?.length).toBe(bytes.length);
      }),
    );
  });

  it('takes a block of the largest size', () => {
    const largest = new Uint8Array(65_536).fill(7);
    expect(inflate(deflateRawSync(largest), 65_536)?.length).toBe(65_536);
  });
});

it('this Node drives one engine', () => expect(reusing).toBeDefined());

it('knows the CRC32 of the specification’s check string', () => {
  expect(createBlockCodec().crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf4_3926);
});
