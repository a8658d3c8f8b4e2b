/** What a kind of refused case fact is called. One list for the HTTP catalogue and the tests. */
export const caseworkProblemCatalogue = {
  'forbidden-transition': { title: 'The state does not allow this event' },
  'date-malformed': { title: 'The date is not a calendar date' },
  'calendar-year-missing': { title: 'The holidays of this year are not known yet' },
  'gestational-age-malformed': { title: 'The gestational age is malformed' },
  'gestational-age-unlikely': { title: 'The gestational age cannot be that of a pregnancy' },
  'identifier-malformed': { title: 'The identifier is malformed' },
  'identifier-check-digit': { title: 'The check digit of the identifier is wrong' },
  'identifier-birth-date': { title: 'The identifier holds an impossible birth date' },
  'identifier-sex': { title: 'The identifier is not that of a woman' },
  'decision-forbidden': { title: 'The review may not decide this' },
  'signatures-not-distinct': { title: 'Reviewer and approver are the same person' },
  'report-incomplete': { title: 'The report lacks a required part' },
  'amount-malformed': { title: 'The amount of money is malformed' },
  'sample-sheet-malformed': { title: 'The sample sheet is malformed' },
  'diagnosis-incomplete': { title: 'The diagnosis does not answer the case' },
  'fetal-sex-told': { title: 'The text would tell the fetal sex' },
  'phenotype-not-allowed': { title: 'The phenotype term is not in use' },
} as const satisfies Record<string, { readonly title: string }>;

export type CaseworkProblemKind = keyof typeof caseworkProblemCatalogue;

/** A refused case fact, as a plain value. `detail` is one sentence without personal data. */
export interface CaseworkProblem {
  readonly kind: CaseworkProblemKind;
  readonly detail: string;
  /** 1-based line of a text, where that names the place. */
  readonly line?: number;
}

/** What a rule answers: a value, or the problem that stopped it. */
export type Ruling<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: CaseworkProblem };

/** A ruling that names its problem. */
export function refuse(
  kind: CaseworkProblemKind,
  detail: string,
): { readonly ok: false; readonly problem: CaseworkProblem } {
  return { ok: false, problem: { kind, detail } };
}
