import type { BatchSample } from '../api/types.ts';

type Sample = Pick<BatchSample, 'id' | 'name' | 'kind' | 'result'>;
type Verdict = 'low-risk' | 'high-risk' | 'no-call';

export interface ScatterPoint {
  readonly id: string;
  readonly name: string;
  readonly isControl: boolean;
  readonly fetalFraction: number;
  readonly z: number;
  readonly verdict: Verdict;
}

export interface ScatterPanel {
  readonly chromosome: string;
  /** Median relative spread of the batch; where a full trisomy lies follows from it. */
  readonly cv: number | null;
  readonly points: readonly ScatterPoint[];
}

/** The chromosomes in the order people name them. */
const chromosomes = ['21', '18', '13'];

/** The three targets of a batch: a point for each sample whose z and fetal fraction are known. */
export function scatterPanels(samples: readonly Sample[]): ScatterPanel[] {
  return chromosomes.map((chromosome) => {
    const rows = samples.flatMap((sample) => rowOf(sample, chromosome) ?? []);
    const cvs = rows.flatMap(({ cv }) => cv ?? []).sort((one, other) => one - other);
    return {
      chromosome,
      cv: cvs.length === 0 ? null : cvs[Math.floor(cvs.length / 2)],
      points: rows.map(({ point }) => point),
    };
  });
}

function rowOf({ id, name, kind, result }: Sample, chromosome: string) {
  const target = result?.targets.find((each) => each.chromosome === chromosome);
  const fetalFraction = result?.fetalFraction.estimate ?? null;
  if (!target || target.z === null || fetalFraction === null) return null;
  const { z, cv, verdict } = target;
  return { cv, point: { id, name, isControl: kind !== 'patient', fetalFraction, z, verdict } };
}

export interface ScatterScale {
  readonly fetalFractionMax: number;
  readonly zMin: number;
  readonly zMax: number;
}

/** One scale for all panels, so that they can be compared: whole steps around all points. */
export function scatterScale(panels: readonly ScatterPanel[]): ScatterScale {
  const points = panels.flatMap((panel) => panel.points);
  const most = Math.max(0.2, ...points.map(({ fetalFraction }) => fetalFraction));
  const zs = points.map(({ z }) => z);
  return {
    fetalFractionMax: Math.ceil(most * 20) / 20,
    zMin: Math.floor(Math.min(-4, ...zs) / 2) * 2,
    zMax: Math.ceil(Math.max(8, ...zs.map((z) => z + 1)) / 4) * 4,
  };
}

/** The z a full trisomy is expected to give at a fetal fraction: half of it, in spreads. */
export function expectedTrisomyZ(fetalFraction: number, cv: number): number {
  return fetalFraction / (2 * cv);
}

/** Room a name takes, in fetal fraction and z. */
const nameRoom = { fetalFraction: 0.06, z: 2 };
const farFraction = 0.14;

/** On which side of its point a name stands: left of whoever is close to it on the right. */
export function isLabelledLeft(points: readonly ScatterPoint[], index: number): boolean {
  const { fetalFraction, z } = points[index];
  const isCrowded = points.some(
    (other) =>
      other.verdict === 'high-risk' &&
      other.fetalFraction > fetalFraction &&
      other.fetalFraction - fetalFraction < nameRoom.fetalFraction &&
      Math.abs(other.z - z) < nameRoom.z,
  );
  return isCrowded || fetalFraction > farFraction;
}
