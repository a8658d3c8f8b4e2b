import { masked, type Profile, steps } from './profile-data.ts';

/** Bins of like GC taken together. */
export interface GcClass {
  /** GC fraction of the class, 0–1. */
  readonly gc: number;
  readonly binCount: number;
  /** Mean ratio before and after correction. */
  readonly before: number;
  readonly after: number;
}

/** One percent. */
const classSteps = steps / 100;
const binsMin = 50;

/** Mean ratio by GC, in classes of one percent, before and after correction; rare GC left out. */
export function gcClasses({ gc, corrected, uncorrected }: Profile): GcClass[] {
  const count = steps / classSteps;
  const sums = Array.from({ length: count }, () => ({ bins: 0, before: 0, after: 0 }));
  for (let bin = 0; bin < gc.length; bin++) {
    if (gc[bin] === masked) continue;
    const sum = sums[Math.min(Math.floor(gc[bin] / classSteps), count - 1)];
    sum.bins++;
    sum.before += uncorrected[bin] / steps;
    sum.after += corrected[bin] / steps;
  }
  return sums.flatMap(({ bins, before, after }, i) =>
    bins < binsMin
      ? []
      : [
          {
            gc: ((i + 0.5) * classSteps) / steps,
            ...{ binCount: bins, before: before / bins, after: after / bins },
          },
        ],
  );
}

/** Mean relative depth of a chromosome, 0–21, before correction and after; NaN without a bin. */
export function chromosomeDepth(
  { header, corrected, uncorrected }: Pick<Profile, 'header' | 'corrected' | 'uncorrected'>,
  chromosome: number,
): { readonly before: number; readonly after: number } {
  const [start, end] = header.chromosomeStarts.slice(chromosome, chromosome + 2);
  const mean = (values: Uint16Array) => {
    const known = values.subarray(start, end).filter((value) => value !== masked);
    return known.reduce((sum, value) => sum + value, 0) / known.length / steps;
  };
  return { before: mean(uncorrected), after: mean(corrected) };
}
