import { expect, it } from 'vitest';
import { gestationalAgeRatio, priorRisk } from '../../../src/analysis/call/gestational-age-risk.ts';
import { maternalAgeRisk } from '../../../src/analysis/call/maternal-age-risk.ts';

function error(risk: number, oneIn: number): number {
  return Math.abs(1 / risk / oneIn - 1);
}

// Completed years at delivery and 1/n at term for T21, T18, T13. Tolerance 0.5 %: the fit's error.
it.each([
  [20, 1478, 8963, 13636],
  [25, 1341, 8632, 13090],
  [30, 940, 7213, 10731],
  [35, 354, 3531, 5131],
  [38, 149, 1457, 2371],
  [40, 86, 734, 1433],
  [42, 55, 397, 969],
  [44, 40, 250, 747],
])('has the term risks of age %d', (...[age, t21, t18, t13]) => {
  expect(error(maternalAgeRisk('T21', age), t21)).toBeLessThan(0.01);
  expect(error(maternalAgeRisk('T18', age), t18)).toBeLessThan(0.005);
  expect(error(maternalAgeRisk('T13', age), t13)).toBeLessThan(0.005);
});

// The published table of the same curve takes decimal ages: x - 0.5.
it.each([
  [20, 1484],
  [28, 1182],
  [30, 994],
  [35, 403],
  [40, 98],
  [45, 38],
])('has the published T21 risk of the decimal age %d', (age, oneIn) => {
  const risk = maternalAgeRisk('T21', age - 0.5);
  expect(Math.abs(1 / risk - oneIn)).toBeLessThan(Math.max(0.6, 0.003 * oneIn));
});

// Snijders 1999, table 4: 1/n at 10, 12, 14, 16, 20, 40 weeks; printed as whole numbers.
const snijders = `20;983;1068;1140;1200;1295;1527  25;870;946;1009;1062;1147;1352
30;576;626;668;703;759;895  31;500;543;580;610;658;776  32;424;461;492;518;559;659
33;352;383;409;430;464;547  34;287;312;333;350;378;446  35;229;249;266;280;302;356
36;180;196;209;220;238;280  37;140;152;163;171;185;218  38;108;117;125;131;142;167
39;82;89;95;100;108;128  40;62;68;72;76;82;97  42;35;38;41;43;46;55  45;15;16;17;18;19;23`;

it('takes T21 from term to every week of the table of Snijders', () => {
  const rows = snijders.split(/\s+/).map((row) => row.split(';').map(Number));
  expect(rows.length).toBe(15);
  for (const [age, ...columns] of rows) {
    const term = columns[5];
    for (const [k, week] of [10, 12, 14, 16, 20].entries()) {
      const oneIn = term / gestationalAgeRatio('T21', week);
      // Both ends are rounded to whole numbers, the term by up to 0.5 / ratio.
      expect(Math.abs(oneIn - columns[k]), `age ${age} week ${week}`).toBeLessThan(1.3);
    }
  }
  const at35 = [10, 12, 14, 16, 20].map((g) => Math.round(356 / gestationalAgeRatio('T21', g)));
  expect(at35).toEqual([229, 249, 266, 280, 302]);
});

it.each([
  [12, 1.429],
  [13, 1.381],
  [14, 1.34],
  [16, 1.273],
  [18, 1.221],
  [20, 1.179],
  [22, 1.146],
])('has the ratio of week %d', (week, ratio) => {
  expect(Math.abs(gestationalAgeRatio('T21', week) - ratio)).toBeLessThan(0.0006);
});

// Cuckle and Morris: 1/n at villus sampling, amniocentesis, term; printed in steps of 5 below 100.
const cuckleMorris = {
  T18: [
    [20, 2510, 3135, 8960],
    [30, 2020, 2525, 7215],
    [35, 990, 1235, 3530],
    [40, 205, 255, 735],
    [44, 70, 88, 250],
  ],
  T13: [
    [20, 6955, 7905, 13635],
    [30, 5475, 6225, 10735],
    [35, 2615, 2975, 5130],
    [40, 730, 830, 1430],
    [44, 380, 435, 745],
  ],
} as const;

it.each(['T18', 'T13'] as const)('has the table of Cuckle and Morris for %s', (target) => {
  for (const [age, villus, amnio, term] of cuckleMorris[target]) {
    for (const [weeks, oneIn] of [
      [11, villus],
      [16, amnio],
      [40, term],
    ]) {
      const risk = priorRisk({ target, age, weeks }) as number;
      expect(Math.abs(1 / risk - oneIn)).toBeLessThan(Math.max(0.008 * oneIn, 2.5));
    }
  }
});

it('has the term column of Cuckle and Morris for T21', () => {
  for (const [age, oneIn] of [
    [20, 1475],
    [30, 935],
    [35, 350],
    [40, 85],
    [44, 39],
  ]) {
    // The table prints steps of 5; the curve leaves it by up to 1.2 %.
    const difference = Math.abs(1 / maternalAgeRisk('T21', age) - oneIn);
    expect(difference).toBeLessThan(2.5 + 0.012 * oneIn);
  }
});

it('is log-linear between the weeks of its table and flat beyond', () => {
  expect(gestationalAgeRatio('T18', 13.5)).toBeCloseTo(Math.sqrt(3.57 * 2.86), 12);
  expect(gestationalAgeRatio('T13', 28)).toBeCloseTo(Math.sqrt(1.72), 12);
  expect(gestationalAgeRatio('T18', 8)).toBe(3.57);
  expect(gestationalAgeRatio('T13', 42)).toBe(1);
  expect(gestationalAgeRatio('T21', 3)).toBe(gestationalAgeRatio('T21', 10));
});

it('gives the prior of the worked example', () => {
  expect(1 / (priorRisk({ target: 'T21', age: 35, weeks: 12 }) as number)).toBeCloseTo(247.8, 0);
  // Age 30 at 16 weeks: 1/739, 1/2522, 1/6239.
  const priors = (['T21', 'T18', 'T13'] as const).map(
    (target) => 1 / (priorRisk({ target, age: 30, weeks: 16 }) as number),
  );
  expect(priors.map(Math.round)).toEqual([739, 2522, 6239]);
});

it('takes the risk at term without weeks, and none without a number', () => {
  expect(priorRisk({ target: 'T18', age: 35 })).toBe(maternalAgeRisk('T18', 35));
  expect(priorRisk({ target: 'T18', age: 35, weeks: null })).toBe(maternalAgeRisk('T18', 35));
  expect(priorRisk({ target: 'T21', age: null, weeks: 12 })).toBeNull();
  expect(priorRisk({ target: 'T21', age: Number.NaN, weeks: 12 })).toBeNull();
  expect(priorRisk({ target: 'T13', age: 30, weeks: Number.NaN })).toBeNull();
  expect(maternalAgeRisk('T21', Number.POSITIVE_INFINITY)).toBeNaN();
});
