import { meanAndStandardDeviation } from '../statistics/mean-and-standard-deviation.ts';
import { zScore } from './z-score.ts';

/** The chromosomes a chromosome is divided by, and what that ratio is in the control group. */
export interface NcvTemplate {
  /** 0-based chromosome indices, ascending. */
  readonly denominators: readonly number[];
  readonly mean: number;
  readonly standardDeviation: number;
}

interface NcvChoice {
  /** Chromosome fractions (or counts: only ratios matter) of each control, 22 elements each. */
  readonly fractions: readonly Float64Array[];
  readonly chromosomeIndex: number;
  /** 0-based indices of the chromosomes that may divide. */
  readonly candidates: readonly number[];
  /** Most chromosomes in a denominator. */
  readonly denominatorsMax: number;
}

/**
 * The set of denominator chromosomes whose ratio varies least in the control group.
 *
 *   ratio = f_c / sum(f_d, d in D);  D = argmin sd(ratio) / mean(ratio), 1 ≤ |D| ≤ denominatorsMax
 *
 * All sets are tried, each from its parent by one addition per control (19 candidates, up to 9:
 * 262 143 sets).
 *
 * Source: Sehnert et al. 2011, Clin Chem 57:1042. Shape: controls × 22; the answer is one template.
 * Unit: shares, 0–1.
 * Edge: the chromosome itself is never a candidate; the first of equal sets wins; null without two
 * controls or without a set whose ratio is finite.
 *
 * @example chooseNcvDenominators({ fractions, chromosomeIndex: 20, candidates: [0, 3],
 *   denominatorsMax: 2 })
 */
export function chooseNcvDenominators(choice: NcvChoice): NcvTemplate | null {
  const { fractions, chromosomeIndex } = choice;
  if (fractions.length < 2) return null;
  const columns = choice.candidates
    .filter((candidate) => candidate !== chromosomeIndex)
    .map((candidate) => ({ candidate, values: columnOf(fractions, candidate) }));
  const search = {
    columns,
    numerator: columnOf(fractions, chromosomeIndex),
    denominatorsMax: choice.denominatorsMax,
    best: { cv: Number.POSITIVE_INFINITY, denominators: [] as number[] },
  };
  visit(search, { from: 0, chosen: [], sums: new Float64Array(fractions.length) });
  const denominators = search.best.denominators.toSorted((a, b) => a - b);
  if (denominators.length === 0) return null;
  const ratios = fractions.map((row) => ncvRatio(row, chromosomeIndex, denominators));
  return { denominators, ...meanAndStandardDeviation(ratios) };
}

/**
 * The normalised chromosome value: z of a sample's ratio against the template's.
 *
 *   NCV = (f_c / sum(f_d, d in D) - mean) / standardDeviation
 *
 * Source: Sehnert et al. 2011, Clin Chem 57:1042. Shape: 22 fractions in. Unit: standard
 * deviations.
 * Edge: NaN if the denominator is 0 or the template does not vary.
 *
 * @example ncvScore({ fractions: Float64Array.of(.2, .4), chromosomeIndex: 0,
 *   template: { denominators: [1], mean: .4, standardDeviation: .05 } }) // ~2
 */
export function ncvScore(sample: {
  fractions: Float64Array;
  chromosomeIndex: number;
  template: NcvTemplate;
}): number {
  const { fractions, chromosomeIndex, template } = sample;
  const ratio = ncvRatio(fractions, chromosomeIndex, template.denominators);
  return Number.isFinite(ratio) ? zScore(ratio, template) : Number.NaN;
}

interface Search {
  readonly columns: readonly { candidate: number; values: Float64Array }[];
  readonly numerator: Float64Array;
  readonly denominatorsMax: number;
  readonly best: { cv: number; denominators: number[] };
}

interface Node {
  readonly from: number;
  readonly chosen: readonly number[];
  readonly sums: Float64Array;
}

function visit(search: Search, { from, chosen, sums }: Node): void {
  if (chosen.length === search.denominatorsMax) return;
  const extended = new Float64Array(sums.length);
  for (let k = from; k < search.columns.length; k++) {
    const { candidate, values } = search.columns[k];
    for (let i = 0; i < sums.length; i++) extended[i] = sums[i] + values[i];
    const denominators = [...chosen, candidate];
    const cv = ratioCv(search.numerator, extended);
    if (cv < search.best.cv) Object.assign(search.best, { cv, denominators });
    visit(search, { from: k + 1, chosen: denominators, sums: extended });
  }
}

/** sd / mean of the ratios; NaN, which is never the least, where a ratio is not finite. */
function ratioCv(numerator: Float64Array, denominator: Float64Array): number {
  const n = numerator.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += numerator[i] / denominator[i];
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (numerator[i] / denominator[i] - mean) ** 2;
  return Math.sqrt(squares / (n - 1)) / mean;
}

function ncvRatio(
  fractions: Float64Array,
  chromosomeIndex: number,
  denominators: readonly number[],
): number {
  let sum = 0;
  for (const denominator of denominators) sum += fractions[denominator];
  return fractions[chromosomeIndex] / sum;
}

function columnOf(rows: readonly Float64Array[], column: number): Float64Array {
  return Float64Array.from(rows, (row) => row[column]);
}
