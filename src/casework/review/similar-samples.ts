/** What makes two samples alike for one chromosome. */
export interface SampleMeasures {
  readonly z: number;
  /** 0–1. */
  readonly fetalFraction: number | null;
  readonly readsCounted: number;
}

/** What became of an earlier sample, the surest knowledge first. */
export const fates = ['confirmed', 'refuted', 'excluded', 'born', 'reported', 'open'] as const;

export type Fate = (typeof fates)[number];

interface Known {
  /** What the registry knows of the disease; null without a report in force. */
  readonly status: string | null;
  /** How the pregnancy ended; null while that is not known. */
  readonly outcome: string | null;
}

/** Units of one step: a standard deviation, two points of fetal fraction, twice the reads. */
const fractionStep = 0.02;
const distanceMax = 3;

/**
 * The earlier samples nearest to one, nearest first, and how many of them came to what.
 *
 *   d^2 = (dz / max(1, |z| / 5))^2 + (df / 0.02)^2 + (log2(reads / other reads))^2
 *
 * Source: our own. Shape: measures of one chromosome in, at most `most` samples out.
 * Unit: steps; a sample further away than 3 is not like it. z is judged in fifths of itself where
 * it is large, since the fetal fraction spreads it.
 * Edge: a sample of unknown fetal fraction is like others of unknown fetal fraction only.
 *
 * @example similarSamples({ z: 10, fetalFraction: 0.1, readsCounted: 4e6 }, [
 *   { z: 12, fetalFraction: 0.1, readsCounted: 4e6, fate: 'confirmed' },
 *   { z: 1, fetalFraction: 0.1, readsCounted: 4e6, fate: 'born' }], 12).counts.confirmed // 1
 */
export function similarSamples<Earlier extends SampleMeasures & { readonly fate: Fate }>(
  own: SampleMeasures,
  earlier: readonly Earlier[],
  most: number,
): {
  readonly samples: readonly (Earlier & { readonly distance: number })[];
  readonly counts: Readonly<Record<Fate, number>>;
} {
  const samples = earlier
    .map((each) => ({ ...each, distance: distanceOf(own, each) }))
    .filter(({ distance }) => distance <= distanceMax)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most);
  const counts = Object.fromEntries(
    fates.map((fate) => [fate, samples.filter((each) => each.fate === fate).length]),
  ) as Record<Fate, number>;
  return { samples, counts };
}

function distanceOf(own: SampleMeasures, other: SampleMeasures): number {
  const [fraction, otherFraction] = [own.fetalFraction, other.fetalFraction];
  if ((fraction === null) !== (otherFraction === null)) return Number.POSITIVE_INFINITY;
  const z = (own.z - other.z) / Math.max(1, Math.abs(own.z) / 5);
  const steps = ((fraction ?? 0) - (otherFraction ?? 0)) / fractionStep;
  return Math.hypot(z, steps, Math.log2(own.readsCounted / other.readsCounted));
}

/** What became of a sample: a diagnosis says more than a birth, a birth more than a report. */
export function fateOf({ status, outcome }: Known): Fate {
  if (status === 'confirmed' || status === 'refuted' || status === 'excluded') return status;
  if (outcome === 'live-birth') return 'born';
  return status === null ? 'open' : 'reported';
}
