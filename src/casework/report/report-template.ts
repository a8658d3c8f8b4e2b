import { isValidOn, type Validity } from '../calendar-date.ts';

/** One sentence in both languages of a report. */
export interface Words {
  readonly chinese: string;
  readonly english: string;
}

/** The wording of a report as data: a change is a new version, old reports keep theirs. */
export interface ReportTemplate extends Validity {
  readonly id: string;
  readonly version: number;
  readonly testItem: Words;
  readonly targets: Readonly<Record<'T21' | 'T18' | 'T13', Words>>;
  readonly verdicts: Readonly<Record<'low-risk' | 'high-risk' | 'no-call', Words>>;
  /** `{targets}` and `{reason}` are filled in. */
  readonly conclusions: Readonly<Record<'low-risk' | 'high-risk' | 'no-call', Words>>;
  readonly advice: Readonly<Record<'low-risk' | 'high-risk' | 'redraw' | 'no-redraw', Words>>;
  /** Kebab-case reasons of a no-call; `other` stands for every word not listed. */
  readonly noCallReasons: Readonly<Record<string, Words>> & { readonly other: Words };
  readonly screeningStatement: Words;
  readonly neuralTube: Words;
  readonly multiplePregnancy: Words;
  readonly limits: readonly Words[];
}

/**
 * The template in force on a date: the newest version where two overlap, null where none is.
 */
export function templateOn(
  date: string,
  templates: readonly ReportTemplate[],
): ReportTemplate | null {
  const valid = templates.filter((template) => isValidOn(template, date));
  return valid.sort((one, other) => other.version - one.version)[0] ?? null;
}
