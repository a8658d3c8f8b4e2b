import type { DataProblemKind } from './data-problem-catalogue.ts';

/**
 * A fact about bad data, as a plain value so that it crosses a thread whole. `detail` is one sentence
 * that says what was found and where; the remedy of its kind stands in the catalogue.
 */
export interface DataProblem {
  readonly kind: DataProblemKind;
  readonly detail: string;
  /** Base name of the file, added at the edge that knows it. */
  readonly file?: string;
  /** Offset into the (compressed) file, bytes, where that names the place. */
  readonly byteOffset?: number;
  /** 1-based line of a text file, where that names the place. */
  readonly line?: number;
}

/** What a step over data answers: a value, or the problem that stopped it. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: DataProblem };

/** A good result. */
export function success<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** A result that names its problem. */
export function failure(problem: DataProblem): {
  readonly ok: false;
  readonly problem: DataProblem;
} {
  return { ok: false, problem };
}
