/** One limit of a quality metric; `below` or `above` says which side is bad. */
export interface QcLimit {
  readonly name: string;
  readonly unit: string;
  readonly badSide: 'below' | 'above';
  readonly warning: number;
  /** Absent where the metric alone never fails a sample. */
  readonly failure?: number;
  /** Whether an unknown value fails the sample; otherwise it warns. */
  readonly required?: true;
  readonly source: string;
}

const domain = 'quality metrics in use, table of 2025';

/**
 * The limits in force. A change is a new version: a sealed result names the software that judged
 * it.
 *
 * Fetal fraction has no failure limit: the detection limit of each chromosome decides.
 */
export const qcLimits = {
  version: 1,
  limits: {
    readsCounted: {
      name: 'reads-counted',
      unit: 'reads',
      badSide: 'below',
      warning: 3_000_000,
      failure: 1_000_000,
      required: true,
      source: 'kits ask for 3.0–3.5 M unique reads; 51 % of 1 687 records have fewer than 3.5 M',
    },
    mappedFraction: {
      name: 'mapped-fraction',
      unit: 'fraction',
      badSide: 'below',
      warning: 0.6,
      source: `${domain}: mapping rate ≥ 60–80 %`,
    },
    duplicateFraction: {
      name: 'duplicate-fraction',
      unit: 'fraction',
      badSide: 'above',
      warning: 0.2,
      source: `${domain}: duplication rate < 10–20 %`,
    },
    gcFractionLow: {
      name: 'gc-fraction-low',
      unit: 'fraction',
      badSide: 'below',
      warning: 0.35,
      source: `${domain}: GC of reads 38–42 %, some kits 35–45 %`,
    },
    gcFractionHigh: {
      name: 'gc-fraction-high',
      unit: 'fraction',
      badSide: 'above',
      warning: 0.45,
      source: `${domain}: GC of reads 38–42 %, some kits 35–45 %`,
    },
    fetalFraction: {
      name: 'fetal-fraction',
      unit: 'fraction',
      badSide: 'below',
      warning: 0.04,
      source: `${domain}: fetal fraction ≥ 4 %`,
    },
    binNoise: {
      name: 'bin-noise',
      unit: 'times the noise expected at this depth',
      badSide: 'above',
      warning: 1.5,
      failure: 3,
      source: 'own rule: beyond 3 the control group does not describe the sample',
    },
    readsUsed: {
      name: 'reads-used',
      unit: 'fraction',
      badSide: 'below',
      warning: 0.8,
      failure: 0.5,
      required: true,
      source: 'own rule, of autosomal reads: three real samples keep 0.87 under a foreign model',
    },
    chromosomeExcess: {
      name: 'largest-chromosome-excess',
      unit: 'fraction of the expected share',
      badSide: 'above',
      warning: 0.3,
      failure: 0.5,
      required: true,
      source: 'own rule: a full trisomy at a fetal fraction of 60 % is 0.3, one of the mother 0.5',
    },
  },
} as const satisfies { version: number; limits: Record<string, QcLimit> };
