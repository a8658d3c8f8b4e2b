import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gramMatrix } from '../../../src/analysis/statistics/gram-matrix.ts';
import { fitRidge, predictRidge } from '../../../src/analysis/statistics/ridge.ts';
import {
  invertPositiveDefinite,
  solveCholesky,
} from '../../../src/analysis/statistics/solve-cholesky.ts';
import { studentInflation } from '../../../src/analysis/statistics/student-inflation.ts';
import { symmetricEigen } from '../../../src/analysis/statistics/symmetric-eigen.ts';
import { topEigenvectors } from '../../../src/analysis/statistics/top-eigenvectors.ts';

const rowsOf = (size: number, width: number) =>
  fc.array(
    fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: width, maxLength: width }),
    { minLength: size, maxLength: size },
  );

describe('solveCholesky', () => {
  it('solves its example', () => {
    const solution = solveCholesky(Float64Array.of(4, 2, 2, 3), Float64Array.of(8, 7));
    expect(solution?.[0]).toBeCloseTo(1.25, 12);
    expect(solution?.[1]).toBeCloseTo(1.5, 12);
  });

  it('refuses a matrix that is not positive definite', () => {
    expect(solveCholesky(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1))).toBeNull();
    expect(invertPositiveDefinite(Float64Array.of(0), 1)).toBeNull();
  });

  it('inverts what it is given', () => {
    fc.assert(
      fc.property(rowsOf(5, 7), (rows) => {
        const gram = gramMatrix(rows.map((row) => Float32Array.from(row)));
        for (let i = 0; i < 5; i++) gram[i * 6] += 1;
        const inverse = invertPositiveDefinite(gram, 5) as Float64Array;
        for (let i = 0; i < 5; i++) {
          for (let j = 0; j < 5; j++) {
            let sum = 0;
            for (let k = 0; k < 5; k++) sum += gram[i * 5 + k] * inverse[k * 5 + j];
            expect(sum).toBeCloseTo(i === j ? 1 : 0, 8);
          }
        }
      }),
    );
  });
});

describe('eigenvectors', () => {
  it('are those of the example', () => {
    const { values } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expect(values[0]).toBeCloseTo(3, 12);
    expect(values[1]).toBeCloseTo(1, 12);
    const top = topEigenvectors({ matrix: Float64Array.of(2, 1, 1, 2), size: 2, count: 1 });
    expect(top.values[0]).toBeCloseTo(3, 12);
  });

  it('of the subspace equal those of the whole', () => {
    fc.assert(
      fc.property(rowsOf(12, 6), (rows) => {
        const gram = gramMatrix(rows.map((row) => Float32Array.from(row)));
        const whole = symmetricEigen(gram, 12);
        const top = topEigenvectors({ matrix: gram, size: 12, count: 3 });
        for (let k = 0; k < 3; k++) {
          expect(Math.abs(top.values[k] - whole.values[k])).toBeLessThan(
            1e-5 * Math.max(1, whole.values[0]),
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are the same bytes each time', () => {
    const matrix = gramMatrix([Float32Array.of(1, 2, 3), Float32Array.of(2, 0, 1)]);
    const first = topEigenvectors({ matrix, size: 2, count: 2 });
    expect(topEigenvectors({ matrix, size: 2, count: 2 })).toEqual(first);
  });
});

describe('gramMatrix', () => {
  it('multiplies its example, also with an odd number of rows', () => {
    expect([...gramMatrix([Float32Array.of(1, 2), Float32Array.of(0, 3)])]).toEqual([5, 6, 6, 9]);
    expect([...gramMatrix([Float32Array.of(2)])]).toEqual([4]);
    const three = gramMatrix([Float32Array.of(1), Float32Array.of(2), Float32Array.of(3)]);
    expect([...three]).toEqual([1, 2, 3, 2, 4, 6, 3, 6, 9]);
  });
});

describe('fitRidge', () => {
  const rows = [Float64Array.of(0), Float64Array.of(2)];
  const values = Float64Array.of(1, 5);

  it('draws the line of its example', () => {
    const fit = fitRidge({ rows, values, columnCount: 1, penalty: 0 });
    expect(fit.intercept).toBeCloseTo(1, 12);
    expect(fit.coefficients[0]).toBeCloseTo(2, 12);
    expect(predictRidge(fit, Float64Array.of(3))).toBeCloseTo(7, 12);
  });

  it('answers the mean without a column, or under a strong penalty', () => {
    expect(fitRidge({ rows, values, columnCount: 0, penalty: 1 }).intercept).toBe(3);
    const flat = fitRidge({ rows, values, columnCount: 1, penalty: 1e12 });
    expect(predictRidge(flat, Float64Array.of(9))).toBeCloseTo(3, 6);
  });
});

describe('studentInflation', () => {
  it('follows the quantile of Student’s distribution', () => {
    expect(studentInflation(200)).toBeCloseTo(1.0126, 4);
    // t with 9 and 29 degrees of freedom at the tail of z = 3: 4.094 and 3.277.
    expect(3 * studentInflation(29)).toBeCloseTo(3.277, 2);
    expect(3 * studentInflation(9)).toBeGreaterThan(4.0);
    expect(studentInflation(Number.POSITIVE_INFINITY)).toBe(1);
  });
});
