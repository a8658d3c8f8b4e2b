import { afterEach, describe, expect, it, vi } from 'vitest';
import { timelessZip } from '../../../src/exchange/table/timeless-zip.ts';
import { xlsx } from '../../../src/exchange/table/xlsx.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('a workbook', () => {
  it('is the same bytes whenever it is written', async () => {
    const writtenAt = (time: string) => {
      vi.useFakeTimers({ now: new Date(time), toFake: ['Date'] });
      return xlsx({ head: ['福州', 'b'], rows: [['=1+1', -1.5]] }, 'FC-1');
    };
    const bytes = await writtenAt('2026-11-22T10:00:00Z');
    expect(await writtenAt('2031-02-03T04:05:06Z')).toEqual(bytes);
  });
});

describe('dating an archive', () => {
  it('refuses bytes that are none', () => {
    expect(() => timelessZip(new Uint8Array(40))).toThrow('no ZIP directory');
    expect(() => timelessZip(new Uint8Array(3))).toThrow('no ZIP directory');
  });
});
