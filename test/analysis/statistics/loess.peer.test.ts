import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { interpreter } from '../../../fixtures/golden/dnacopy/run-dnacopy.ts';
import { normal } from '../../../fixtures/simulate/normal.ts';
import { SeededRandom } from '../../../fixtures/simulate/seeded-random.ts';
import { fitLoess } from '../../../src/analysis/statistics/loess.ts';
import { evaluateLoess } from '../../../src/analysis/statistics/loess-curve.ts';
import { hasTool, peerDescribe } from '../../support/peers.ts';

interface Curve {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly span: number;
  readonly degree: 1 | 2;
  readonly surface: 'interpolate' | 'direct';
  readonly family: 'gaussian' | 'symmetric';
}

/** Reads curves as `span degree surface family x y`, prints R's fitted values with all digits. */
const program = `
for (line in readLines(file("stdin"))) {
  p <- strsplit(line, " ")[[1]]
  n <- lapply(p[5:6], function(part) as.numeric(strsplit(part, ",")[[1]]))
  fit <- loess(n[[2]] ~ n[[1]], span = as.numeric(p[1]), degree = as.numeric(p[2]),
    family = p[4], control = loess.control(surface = p[3]))
  cat(paste(format(fitted(fit), digits = 17), collapse = ","), "\\n", sep = "")
}`;

function runR(curves: readonly Curve[]): number[][] {
  const lines = curves.map(({ x, y, span, degree, surface, family }) =>
    [span, degree, surface, family, x.join(','), y.join(',')].join(' '),
  );
  const run = spawnSync(interpreter, ['-e', program], {
    input: `${lines.join('\n')}\n`,
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(',').map(Number));
}

/** GC and reads of some bins: a curve with noise, ties in x as a table of percentages has. */
function curves(): Curve[] {
  const spans = [0.3, 0.75, 1.5];
  return [0, 1, 2].flatMap((seed) => {
    const random = new SeededRandom(seed, 'loess');
    const x = Float64Array.from(
      { length: 90 + 40 * seed },
      () => Math.round(1e3 * (0.3 + 0.3 * random.uniform())) / 1e3,
    );
    const y = x.map((gc) => 100 - 900 * (gc - 0.42) ** 2 + 5 * normal(random));
    return spans.flatMap((span) =>
      ([1, 2] as const).flatMap((degree) =>
        (['interpolate', 'direct'] as const).flatMap((surface) =>
          (['gaussian', 'symmetric'] as const).map((family) => ({
            ...{ x, y, span, degree, surface, family },
          })),
        ),
      ),
    );
  });
}

peerDescribe('R’s loess, live', { what: 'Rscript', present: hasTool(interpreter) }, () => {
  it('fits what R fits, interpolated and direct, plain and robust', () => {
    const all = curves();
    const answers = runR(all);
    expect(answers).toHaveLength(72);
    all.forEach(({ x, y, span, degree, surface, family }, k) => {
      const robustIterations = family === 'symmetric' ? 3 : 0;
      const curve = fitLoess({ x, y, span, degree, surface, robustIterations });
      const errors = Array.from(x, (at, i) => Math.abs(evaluateLoess(curve, at) - answers[k][i]));
      // Values of about 100: twelve digits.
      expect(Math.max(...errors), `${span} ${degree} ${surface} ${family}`).toBeLessThan(1e-10);
    });
  }, 90_000);
});
