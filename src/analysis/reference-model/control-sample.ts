/** One sample of the control group, as training needs it. */
export interface ControlSample {
  readonly name: string;
  /** Samples processed together; null where unknown. */
  readonly batch: string | null;
  readonly fetalSex: 'female' | 'male' | null;
  /** Known fetal fraction, 0–1; null to estimate it from X and Y. */
  readonly fetalFraction: number | null;
  /** Forward and reverse reads per bin of the grid. */
  readonly reads: Uint32Array;
  /** Share of short fragments, 0–1; null or absent where reads are not paired. */
  readonly shortShare?: number | null;
}
