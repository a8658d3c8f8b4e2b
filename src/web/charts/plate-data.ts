import type { BatchSample } from '../api/types.ts';

type Sample = Pick<BatchSample, 'kind' | 'state' | 'specimenState' | 'arrivedFraction' | 'result'>;

/** What a well says at a glance, the most pressing first. */
export const wellTones = [
  ...(['high-risk', 'no-call', 'failed', 'held', 'low-risk', 'control'] as const),
  ...(['working', 'arriving', 'awaited'] as const),
] as const;

export type WellTone = (typeof wellTones)[number];

export interface Well<Of> {
  /** `A1` to `H12`. */
  readonly name: string;
  readonly row: number;
  readonly column: number;
  readonly sample: Of | null;
}

const rows = 'ABCDEFGH';
const columnCount = 12;
const wellsPerPlate = rows.length * columnCount;

/**
 * Samples on plates of 96, column by column in the order of the sheet; the sheet says no wells.
 *
 * Edge: no plate without samples; wells beyond the last sample are empty.
 *
 * @example plates(['a', 'b'])[0][1] // { name: 'B1', row: 1, column: 0, sample: 'b' }
 */
export function plates<Of>(samples: readonly Of[]): Well<Of>[][] {
  const count = Math.ceil(samples.length / wellsPerPlate);
  return Array.from({ length: count }, (_, plate) =>
    Array.from({ length: wellsPerPlate }, (_, i) => {
      const row = i % rows.length;
      const column = Math.floor(i / rows.length);
      const sample = samples[plate * wellsPerPlate + i] ?? null;
      return { name: `${rows[row]}${column + 1}`, row, column, sample };
    }),
  );
}

/** The most pressing thing to say of a sample; controls are judged with their batch. */
export function wellTone({
  kind,
  state,
  specimenState,
  arrivedFraction,
  result,
}: Sample): WellTone {
  if (state === 'FAILED' && arrivedFraction === null) return 'failed';
  if (arrivedFraction !== null && state !== 'SCORED') return 'arriving';
  if (specimenState === 'HELD' && state !== 'SCORED') return 'held';
  if (state === 'UPLOADED' || state === 'COUNTED') return 'working';
  if (state !== 'SCORED' || !result) return 'awaited';
  if (kind !== 'patient') return 'control';
  const verdicts = result.targets.map(({ verdict }) => verdict);
  // A missing verdict is none, never a low risk.
  if (verdicts.includes('high-risk')) return 'high-risk';
  return verdicts.length === 3 && verdicts.every((each) => each === 'low-risk')
    ? 'low-risk'
    : 'no-call';
}

/** How many samples say what, in the order of urgency; what nobody says is left out. */
export function countTones(samples: readonly Sample[]): { tone: WellTone; count: number }[] {
  const tones = samples.map(wellTone);
  return wellTones
    .map((tone) => ({ tone, count: tones.filter((each) => each === tone).length }))
    .filter(({ count }) => count > 0);
}
