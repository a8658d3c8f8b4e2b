import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gcBinWeights } from '../../../src/analysis/normalise/gc-bin-weight.ts';
import { gcLoessFactors } from '../../../src/analysis/normalise/gc-loess.ts';

function landscape(binCount: number): Float64Array {
  return Float64Array.from({ length: binCount }, (_, i) => 0.35 + ((i * 37) % 200) / 1000);
}

it('leaves bins alone whose counts do not follow GC', () => {
  const factors = gcLoessFactors({
    counts: Float64Array.of(5, 5, 5, 5),
    gc: Float64Array.of(0.3, 0.4, 0.5, 0.6),
    use: Uint8Array.of(1, 1, 1, 0),
  });
  expect(factors[3]).toBe(1);
  for (const factor of factors) expect(factor).toBeCloseTo(1, 9);
});

it('takes a smooth bias out, as fraction and as percent alike', () => {
  const gc = landscape(2000);
  const counts = gc.map((fraction) => 100 + 800 * (fraction - 0.3) ** 2);
  const use = new Uint8Array(2000).fill(1);
  const factors = gcLoessFactors({ counts, gc, use });
  const corrected = counts.map((count, i) => count * factors[i]);
  const centre = corrected[0];
  expect(Math.max(...corrected.map((value) => Math.abs(value / centre - 1)))).toBeLessThan(1e-9);
  const percent = gcLoessFactors({ counts, gc: gc.map((fraction) => 100 * fraction), use });
  percent.forEach((factor, i) => void expect(factor).toBeCloseTo(factors[i], 9));
});

it('never lets masked, unknown or empty bins shape the curve', () => {
  const gc = landscape(400);
  const counts = gc.map((fraction) => 1000 * fraction);
  const use = new Uint8Array(400).fill(1);
  const factors = gcLoessFactors({ counts, gc, use });
  counts[7] = 1e9;
  use[7] = 0;
  const masked = gcLoessFactors({ counts, gc, use });
  expect(masked[7]).toBe(1);
  gc[8] = Number.NaN;
  gc[9] = 0;
  counts[10] = 0;
  const unknown = gcLoessFactors({ counts, gc, use });
  expect([unknown[8], unknown[9]]).toEqual([1, 1]);
  expect(unknown[10]).toBeCloseTo(factors[10], 2);
  expect(unknown[100]).toBeCloseTo(factors[100], 2);
});

it('gives finite positive factors whatever the counts', () => {
  const counts = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(counts, (values) => {
      const options = {
        counts: Uint32Array.from(values),
        gc: landscape(values.length),
        use: new Uint8Array(values.length).fill(1),
      };
      for (const factor of gcLoessFactors(options)) {
        expect(factor).toBeGreaterThan(0);
        expect(factor).toBeLessThanOrEqual(100);
      }
    }),
  );
  const none = { counts: new Float64Array(3), gc: landscape(3), use: Uint8Array.of(1, 1, 1) };
  expect(Array.from(gcLoessFactors(none))).toEqual([1, 1, 1]);
});

it('weights every GC class to the same mean', () => {
  const weights = gcBinWeights({
    counts: Float64Array.of(1, 3, 4),
    gc: Float64Array.of(40, 40, 50),
    use: Uint8Array.of(1, 1, 1),
    classesPerUnit: 10,
  });
  expect(Array.from(weights, (weight) => weight.toFixed(6))).toEqual([
    '1.333333',
    '1.333333',
    '0.666667',
  ]);
});

it('keeps the total of the bins it weights and drops the others', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 3, maxLength: 200 }),
      (values) => {
        const counts = Float64Array.from(values);
        const gc = landscape(values.length);
        gc[0] = Number.NaN;
        const use = new Uint8Array(values.length).fill(1);
        use[1] = 0;
        const weights = gcBinWeights({ counts, gc, use, classesPerUnit: 1000 });
        expect([weights[0], weights[1]]).toEqual([0, 0]);
        const sum = (array: Float64Array) => array.reduce((total, value) => total + value, 0);
        const before = sum(counts.subarray(2));
        expect(sum(counts.map((count, i) => count * weights[i]))).toBeCloseTo(before, 6);
      },
    ),
  );
});
