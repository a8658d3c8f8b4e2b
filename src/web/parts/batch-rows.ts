import type { BatchSample } from '../api/types.ts';
import { wellTone, wellTones } from '../charts/plate-data.ts';

type Sample = Pick<
  BatchSample,
  'kind' | 'state' | 'specimenState' | 'arrivedFraction' | 'result' | 'reviewReasons'
>;

/** The choices above the table of a batch. */
export const batchFilters = ['all', 'attention', 'controls'] as const;

export type BatchFilter = (typeof batchFilters)[number];

/** Whether a sample is shown under a filter. */
export function isShown(sample: Sample, filter: BatchFilter): boolean {
  if (filter === 'all') return true;
  if (filter === 'controls') return sample.kind !== 'patient';
  return needsAttention(sample);
}

/** Whether a person should look: anything but a patient's plain low risk, or work not yet done. */
export function needsAttention(sample: Sample): boolean {
  const tone = wellTone(sample);
  if (tone === 'high-risk' || tone === 'no-call' || tone === 'failed' || tone === 'held') {
    return true;
  }
  return (
    sample.kind === 'patient' &&
    (sample.result?.qc === 'failure' || sample.reviewReasons.length > 0)
  );
}

/** Urgency of a sample for sorting: the most pressing first. */
export function urgency(sample: Sample): number {
  return wellTones.indexOf(wellTone(sample));
}
