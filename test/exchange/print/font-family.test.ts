import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { fontFamily } from '../../../src/exchange/print/font-family.ts';

const { resolve } = createRequire(import.meta.url);
const noto = readFileSync(
  resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'),
);

describe('the family of a font', () => {
  it('is read from its names', () => {
    expect(fontFamily(noto)).toBe('Noto Sans SC');
  });

  it('is unknown for anything else, wherever it ends', () => {
    expect(fontFamily(new Uint8Array())).toBeNull();
    expect(fontFamily(Buffer.from('ttcf and some more bytes'))).toBeNull();
    for (const length of [4, 6, 11, 12, 40, 200, 1000]) {
      expect(fontFamily(noto.subarray(0, length)), String(length)).toBeNull();
    }
  });
});
