/** One value of a series with what it sets off. */
export interface ChartPoint {
  readonly value: number;
  /** Running sums of Page's test, at least 0. */
  readonly cusumHigh: number;
  readonly cusumLow: number;
  readonly alarms: readonly ChartAlarm[];
}

export type ChartAlarm = '1-3s' | '2-2s' | '10-x' | 'cusum-high' | 'cusum-low';

/** Allowance and limit of the CUSUM, standard deviations: meets a shift of 1 in about 10 values. */
const allowance = 0.5;
const cusumLimit = 5;
const runLength = 10;

/**
 * A series of z-scores as a Levey–Jennings chart and a CUSUM, each value with its alarms.
 *
 *   1-3s: |z| ≥ 3 · 2-2s: two in a row beyond 2 on one side · 10-x: ten in a row on one side
 *   high_i = max(0, high_i-1 + z_i - 1/2), low_i = max(0, low_i-1 - z_i - 1/2), alarm from 5
 *
 * After a CUSUM alarm the sum starts again, so that a lasting shift sounds again and again.
 *
 * Source: Levey and Jennings 1950, Am J Clin Pathol 20:1059; Westgard 1981, Clin Chem 27:493; Page
 * 1954, Biometrika 41:100, with k = 0.5 and h = 5. Shape: values in order of time in, as many
 * points out. Unit: standard deviations.
 * Edge: no value, no point.
 *
 * @example controlChart([0, 3.2]).map(({ alarms }) => alarms) // [[], ['1-3s']]
 */
export function controlChart(values: readonly number[]): ChartPoint[] {
  let high = 0;
  let low = 0;
  return values.map((value, i) => {
    high = Math.max(0, high + value - allowance);
    low = Math.max(0, low - value - allowance);
    const point = { value, cusumHigh: high, cusumLow: low, alarms: alarmsAt(values, i, high, low) };
    if (high >= cusumLimit) high = 0;
    if (low >= cusumLimit) low = 0;
    return point;
  });
}

function alarmsAt(
  ...[values, i, high, low]: readonly [readonly number[], number, number, number]
): ChartAlarm[] {
  const alarms: ChartAlarm[] = [];
  const [before, value] = [values[i - 1] ?? 0, values[i]];
  if (Math.abs(value) >= 3) alarms.push('1-3s');
  if (Math.min(before, value) > 2 || Math.max(before, value) < -2) alarms.push('2-2s');
  const run = values.slice(Math.max(0, i - runLength + 1), i + 1);
  const isRun = run.length === runLength && run.every((z) => Math.sign(z) === Math.sign(value));
  if (isRun && value !== 0) alarms.push('10-x');
  if (high >= cusumLimit) alarms.push('cusum-high');
  if (low >= cusumLimit) alarms.push('cusum-low');
  return alarms;
}
