import type { ChromosomeDrift } from '../../analysis/drift/drift-report.ts';
import {
  listModelOrigins,
  listModelSeries,
  type SeriesFilter,
  type SeriesRow,
} from '../../store/model-series.ts';
import type { ModelDrift } from '../schemas/model-drift.ts';
import type { Services } from '../services.ts';

/** The chromosomes in the order people name them. */
const charted = ['21', '18', '13'];

/** How z drifts over what a model has scored, by chromosome, batch, instrument and lot. */
export async function viewModelDrift(
  { kysely, pool }: Services,
  asked: SeriesFilter & { modelId: string; limit: number },
): Promise<ModelDrift> {
  const rows = await listModelSeries(kysely, asked);
  const series = rows.map((row) => ({
    ...{ id: row.id, body: row.body, batch: row.flowcell, instrument: row.instrument },
    reagentLot: lotsOf(row).join(' + ') || null,
  }));
  const report = await pool.run('chart-drift', { series });
  const places = new Map(rows.map(({ id }, place) => [id, place]));
  return {
    samples: rows.map((row) => ({
      ...{ id: row.id, name: row.name, runId: row.runId, batch: row.flowcell },
      ...{ instrument: row.instrument, reagentLots: lotsOf(row), scoredAt: row.scoredAt },
    })),
    chromosomes: report.chromosomes.map(({ chromosome, mean, meanZ, points }) => ({
      ...{ chromosome, count: points.length, mean, meanZ },
      alarms: points.filter(({ alarms }) => alarms.length > 0).length,
    })),
    charts: charted.flatMap((chromosome) => {
      const drift = report.chromosomes.find((each) => each.chromosome === chromosome);
      return drift ? [{ chromosome, points: pointsOf(drift, places) }] : [];
    }),
    groups: [...report.groups],
    rebuild: [...report.rebuildReasons],
    ...(await listModelOrigins(kysely, asked.modelId)),
  };
}

function lotsOf({ reagentLots }: Pick<SeriesRow, 'reagentLots'>): string[] {
  return reagentLots.map(({ lot }) => lot).sort();
}

function pointsOf(
  { samples, points }: ChromosomeDrift,
  places: ReadonlyMap<string, number>,
): ModelDrift['charts'][number]['points'] {
  return points.map(({ value, cusumHigh, cusumLow, alarms }, i) => {
    const sample = places.get(samples[i]);
    if (sample === undefined) throw new Error('the charts hold a sample that nobody asked for');
    return { sample, z: value, cusumHigh, cusumLow, alarms: [...alarms] };
  });
}
