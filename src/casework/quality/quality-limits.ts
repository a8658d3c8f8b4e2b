import { isValidOn, type Validity } from '../calendar-date.ts';
import type { SampleKind } from '../run/sample-sheet.ts';

/** One limit of a quality metric. Beyond amber a person looks, beyond red nothing passes. */
export interface QualityLimit {
  readonly name: string;
  readonly unit: string;
  readonly badSide: 'below' | 'above';
  readonly amber: number | null;
  readonly red: number | null;
  readonly source: string;
}

/** What samples, runs and batches are held against, as data: a change is a new version. */
export interface QualityLimits extends Validity {
  readonly version: number;
  readonly sample: readonly QualityLimit[];
  readonly run: readonly QualityLimit[];
  readonly batch: readonly QualityLimit[];
  /** Kinds of control without which a batch fails. */
  readonly controls: readonly Exclude<SampleKind, 'patient'>[];
  /** Patients a batch needs before drift can be told from chance. */
  readonly driftPatientsMin: number;
}

const table = 'quality metrics in use (kits and published practice)';
const own = 'own rule';

const sample: readonly QualityLimit[] = [
  {
    ...{ name: 'reads-counted', unit: 'reads', badSide: 'below', amber: 3_000_000, red: 1_000_000 },
    source: `${table}: kits ask for 3.0–3.5 M unique reads`,
  },
  {
    ...{ name: 'mapped-fraction', unit: 'fraction', badSide: 'below', amber: 0.6, red: null },
    source: `${table}: mapping rate ≥ 60–80 %`,
  },
  {
    ...{ name: 'duplicate-fraction', unit: 'fraction', badSide: 'above', amber: 0.2, red: null },
    source: `${table}: duplication rate < 10–20 %`,
  },
  {
    ...{ name: 'gc-fraction-low', unit: 'fraction', badSide: 'below', amber: 0.35, red: null },
    source: `${table}: GC of reads 38–42 %, some kits 35–45 %`,
  },
  {
    ...{ name: 'gc-fraction-high', unit: 'fraction', badSide: 'above', amber: 0.45, red: null },
    source: `${table}: GC of reads 38–42 %, some kits 35–45 %`,
  },
  {
    ...{ name: 'bin-noise', unit: 'times the noise expected', badSide: 'above' },
    ...{ amber: 1.5, red: 3, source: `${own}: beyond 3 the model does not describe the sample` },
  },
  {
    ...{ name: 'fetal-fraction', unit: 'fraction', badSide: 'below', amber: 0.04, red: null },
    source: `${table}: fetal fraction ≥ 4 %; the detection limit decides`,
  },
  {
    ...{ name: 'detection-limit', unit: 'times the lower bound of the fetal fraction' },
    ...{ badSide: 'above', amber: 1, red: null },
    source: `${own}: the largest of chromosomes 13, 18 and 21; a no-call is the analysis’s word`,
  },
];

const run: readonly QualityLimit[] = [
  {
    ...{ name: 'failed-patients', unit: 'fraction of patients', badSide: 'above' },
    ...{ amber: 0.05, red: 0.3, source: `${table}: failure and redraw ≤ 3–5 %; red: ${own}` },
  },
  {
    ...{ name: 'median-reads', unit: 'reads', badSide: 'below', amber: 3_000_000, red: 1_000_000 },
    source: `${table}: kits ask for 3.0–3.5 M unique reads`,
  },
  {
    ...{ name: 'median-duplicates', unit: 'fraction', badSide: 'above', amber: 0.2, red: null },
    source: `${table}: duplication rate < 10–20 %`,
  },
];

const batch: readonly QualityLimit[] = [
  {
    ...{ name: 'no-template-reads', unit: 'fraction of a patient’s reads', badSide: 'above' },
    ...{ amber: 0.005, red: 0.01, source: `${own}: index hopping stays below 1 % of a library` },
  },
  {
    ...{ name: 'drift-mean', unit: 'standard deviations', badSide: 'above', amber: 0.3, red: 0.3 },
    source: `${own}: |mean z| ≤ 0.3, and 2 (amber) or 3 (red) standard errors more`,
  },
  {
    ...{ name: 'drift-spread', unit: 'standard deviations', badSide: 'above' },
    ...{ amber: 1.2, red: 1.2, source: `${own}: sd of z ≤ 1.2, and 2 or 3 standard errors more` },
  },
  {
    ...{ name: 'repeat-fetal-fraction', unit: 'fraction', badSide: 'above', amber: 0.05 },
    ...{ red: null, source: `${own}: beyond both intervals and what weeks of pregnancy explain` },
  },
  {
    ...{ name: 'same-data', unit: 'correlation of 19 chromosomes', badSide: 'above', amber: 0.9 },
    ...{ red: 0.97, source: `${own}: by chance below 1e-9 a pair` },
  },
];

/** Every set of limits ever in force. */
export const qualityLimits: readonly QualityLimits[] = [
  {
    ...{ version: 1, validFrom: '2016-10-27', validTo: null, sample, run, batch },
    controls: ['no-template-control', 'negative-control', 'positive-control'],
    driftPatientsMin: 8,
  },
];

/** The limits in force on a date; the newest version where two overlap, null where none is. */
export function qualityLimitsOn(date: string): QualityLimits | null {
  const valid = qualityLimits.filter((limits) => isValidOn(limits, date));
  return valid.sort((one, other) => other.version - one.version)[0] ?? null;
}
