import { describe, expect, it } from 'vitest';
import { fixed, millions, oneIn, percent, ratio } from '../../src/web/i18n/number-format.ts';
import { shanghaiMinute } from '../../src/web/i18n/shanghai-time.ts';

describe('numbers', () => {
  it('are shown as people read them', () => {
    expect(fixed(-1.236, 2)).toBe('−1.24');
    expect(fixed(null, 2)).toBe('–');
    expect(percent(0.1234)).toBe('12.3 %');
    expect([oneIn(1 / 739), oneIn(0.86), oneIn(1e-7), oneIn(null)]).toEqual([
      ...['1/739', '86.0 %', '< 1/10 000', '–'],
    ]);
    expect([ratio(0.5), ratio(148.4), ratio(1e-9), ratio(1e9)]).toEqual([
      ...['0.5', '148', '< 0.001', '> 1 000 000'],
    ]);
    expect(millions(3_286_508)).toBe('3.29');
  });
});

describe('time', () => {
  it('is that of Shanghai, wherever the browser is', () => {
    expect(shanghaiMinute('2026-04-22T18:30:00.000Z')).toBe('2026-04-23 02:30');
  });
});
