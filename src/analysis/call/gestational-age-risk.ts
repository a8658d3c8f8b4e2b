import type { Target } from '../genome/chromosome.ts';
import { maternalAgeRisk } from './maternal-age-risk.ts';

/** Prevalence against term at villus sampling (11 weeks) and at amniocentesis (16 weeks). */
const lossRatios = {
  T18: { week11: 3.57, week16: 2.86 },
  T13: { week11: 1.96, week16: 1.72 },
} as const;

/**
 * Prevalence of a trisomy at a gestational age over its prevalence at term: some fetuses are lost.
 *
 *   T21: 10^(0.2718 (log10 g)^2 - 1.023 log10 g + 0.9425)
 *   T18, T13: log-linear in weeks between 11, 16 and 40 weeks
 *
 * Source: T21 Snijders et al. 1999, Ultrasound Obstet Gynecol 13:167; T18 and T13 the ratios of the
 * table of Cuckle and Morris. Shape: scalar. Unit: weeks in, ratio out. Range: 1–3.6.
 * Edge: clamped to the range of the source, 10–40 weeks (T18, T13: 11–40); NaN at NaN.
 *
 * @example gestationalAgeRatio('T21', 16) // ~1.273
 */
export function gestationalAgeRatio(target: Target, weeks: number): number {
  if (target === 'T21') {
    const logarithm = Math.log10(Math.min(Math.max(weeks, 10), 40));
    return 10 ** (0.2718 * logarithm ** 2 - 1.023 * logarithm + 0.9425);
  }
  const { week11, week16 } = lossRatios[target];
  const at = Math.min(Math.max(weeks, 11), 40);
  if (at <= 16) return week11 * (week16 / week11) ** ((at - 11) / 5);
  return week16 ** ((40 - at) / 24);
}

/**
 * Risk of a trisomy before the test: by the mother's age, at the week of the draw.
 *
 *   prior = maternalAgeRisk(target, age) * gestationalAgeRatio(target, weeks)
 *
 * Source: as for its two factors. Shape: scalar. Range: 0–1, above 0.
 * Edge: without weeks the risk at term (no week is guessed); null without an age, or at an age or
 * week that is not finite. Age sets prior and posterior, never the verdict.
 *
 * @example priorRisk({ target: 'T21', age: 35, weeks: 12 }) // ~1/248
 */
export function priorRisk(pregnancy: {
  target: Target;
  /** Completed years at delivery. */
  age: number | null | undefined;
  weeks?: number | null;
}): number | null {
  const { target, age, weeks } = pregnancy;
  if (age === null || age === undefined) return null;
  const ratio = weeks === null || weeks === undefined ? 1 : gestationalAgeRatio(target, weeks);
  const risk = maternalAgeRisk(target, age) * ratio;
  return Number.isFinite(risk) ? Math.min(risk, 1) : null;
}
