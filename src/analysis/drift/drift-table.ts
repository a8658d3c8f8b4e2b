import type { ChromosomeDrift } from './drift-report.ts';

/**
 * The numbers of a drift chart as tab-separated text, a line a sample: the chart for who cannot see
 * it, or wants to count on.
 *
 * @example driftTable(drift) // 'sample\tz\tcusum_high\tcusum_low\talarms\na\t0.500\t…'
 */
export function driftTable({ samples, points }: ChromosomeDrift): string {
  const lines = points.map(({ value, cusumHigh, cusumLow, alarms }, i) => {
    const numbers = [value, cusumHigh, cusumLow].map((number) => number.toFixed(3));
    return [samples[i].replace(/\s/g, ' '), ...numbers, alarms.join(' ')].join('\t');
  });
  return `${['sample\tz\tcusum_high\tcusum_low\talarms', ...lines].join('\n')}\n`;
}
