/**
 * The higher of the two counted risks: above the laboratory's cut-off, between it and 1/1000,
 * below.
 */
export type SerologyClass = 'high' | 'borderline' | 'low';

/** A risk of 1 in `denominator`, with the cut-off of the laboratory that gave it. */
export interface SerologyResult {
  readonly T21Denominator: number | null;
  readonly T18Denominator: number | null;
  /** Neural-tube defects; recorded, never an indication. */
  readonly neuralTubeDenominator: number | null;
  /** Denominators from which the laboratory calls high risk; null takes the scheme's. */
  readonly cutOffs: { readonly T21: number; readonly T18: number } | null;
}

export interface SerologyRule {
  readonly defaultCutOffs: { readonly T21: number; readonly T18: number };
  readonly borderlineDenominator: number;
  /** Whether a risk of exactly 1 in `borderlineDenominator` is borderline. */
  readonly borderlineInclusive: boolean;
}

/**
 * Class of one serology result from its denominators.
 *
 *   high: denominator <= cut-off · borderline: cut-off < denominator < 1000 · low: the rest
 *
 * Source: domain page section 1B. The higher class of T21 and T18 counts; neural tube never does.
 * Edge: null when both risks are missing, or any number is not one that can be a risk.
 *
 * @example serologyClass({ T21Denominator: 800, T18Denominator: 50000, neuralTubeDenominator: null,
 *   cutOffs: null }, rule) // 'borderline'
 */
export function serologyClass(result: SerologyResult, rule: SerologyRule): SerologyClass | null {
  const cutOffs = result.cutOffs ?? rule.defaultCutOffs;
  const given = [
    { denominator: result.T21Denominator, cutOff: cutOffs.T21 },
    { denominator: result.T18Denominator, cutOff: cutOffs.T18 },
  ].filter((risk) => risk.denominator !== null) as { denominator: number; cutOff: number }[];
  if (given.length === 0) return null;
  if (!given.every((risk) => risk.denominator >= 1 && risk.cutOff >= 1)) return null;
  const classes = given.map((risk) => classOf(risk, rule));
  if (classes.includes('high')) return 'high';
  return classes.includes('borderline') ? 'borderline' : 'low';
}

function classOf(
  { denominator, cutOff }: { denominator: number; cutOff: number },
  rule: SerologyRule,
): SerologyClass {
  if (denominator <= cutOff) return 'high';
  if (denominator < rule.borderlineDenominator) return 'borderline';
  const onEdge = denominator === rule.borderlineDenominator;
  return onEdge && rule.borderlineInclusive ? 'borderline' : 'low';
}
