import type { ModelDrift } from '../../http/schemas/model-drift.ts';
import type { Json } from '../api/call.ts';

type Drift = Json<ModelDrift>;
export type DriftSeries = Drift['charts'][number];
export type DriftPoint = DriftSeries['points'][number];

/** Samples of one batch that stand side by side. */
export interface DriftBand {
  readonly batch: string;
  readonly runId: string;
  /** Places among the samples, the end not among them. */
  readonly from: number;
  readonly to: number;
  /** Mean z of the band's points and how many there are; null without one. */
  readonly mean: number | null;
  readonly count: number;
}

export interface DriftScale {
  /** Largest |z| that is drawn where it is; beyond it a point stands at the edge. */
  readonly zReach: number;
  readonly cusumReach: number;
}

const reach = { zMin: 4, zMax: 8, cusumMin: 6, cusumMax: 16 };

/** The batches of a series in the order of the samples, each with the mean of its points. */
export function driftBands(samples: Drift['samples'], series: DriftSeries): DriftBand[] {
  const starts = samples.flatMap(({ runId }, i) => (runId === samples[i - 1]?.runId ? [] : [i]));
  return starts.map((from, i) => {
    const to = starts[i + 1] ?? samples.length;
    const within = series.points.filter(({ sample }) => sample >= from && sample < to);
    const sum = within.reduce((total, { z }) => total + z, 0);
    const mean = within.length === 0 ? null : sum / within.length;
    const { batch, runId } = samples[from];
    return { batch, runId, from, to, mean, count: within.length };
  });
}

/** One scale for all charts, so that they can be compared. */
export function driftScale(charts: readonly DriftSeries[]): DriftScale {
  const points = charts.flatMap((each) => each.points);
  const most = (values: readonly number[], least: number, top: number) =>
    Math.min(top, Math.ceil(values.reduce((max, value) => Math.max(max, value), least)));
  return {
    zReach: most(
      points.map(({ z }) => Math.abs(z) + 0.2),
      ...([reach.zMin, reach.zMax] as const),
    ),
    cusumReach: most(
      points.flatMap(({ cusumHigh, cusumLow }) => [cusumHigh, cusumLow]),
      ...([reach.cusumMin, reach.cusumMax] as const),
    ),
  };
}

/** Labels that do not overlap: every so many bands, the first among them. */
export function labelledBands(bands: readonly DriftBand[], labelsMax: number): DriftBand[] {
  const step = Math.max(1, Math.ceil(bands.length / labelsMax));
  return bands.filter((_, i) => i % step === 0);
}
