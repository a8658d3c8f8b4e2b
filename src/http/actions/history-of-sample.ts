import type { AnalysisResult } from '../../analysis/analysis-result.ts';
import { compareRepeats } from '../../casework/batch/compare-repeats.ts';
import { qualityLimitsOn } from '../../casework/quality/quality-limits.ts';
import { type Caller, may } from '../../security/caller.ts';
import { listRedrawsOfPregnancy } from '../../store/redraw-store.ts';
import { listReportsOfPregnancy } from '../../store/report-list-store.ts';
import { listSamplesOfPregnancy } from '../../store/run-overview-store.ts';
import type { SampleRow } from '../../store/sample-store.ts';
import { listSpecimens } from '../../store/specimen-store.ts';
import { resultLineOf } from '../result-line.ts';
import type { SampleOverview } from '../schemas/overview.ts';
import type { Services } from '../services.ts';
import { shanghaiDay } from '../shanghai-time.ts';

type Tube = SampleOverview['history'][number];
type Related = Tube['samples'][number];

/**
 * Every tube of the pregnancy in order of the draw, rejected ones too, with what came of each and
 * whether it agrees with the sample that is shown.
 */
export async function historyOf(
  services: Services,
  caller: Caller,
  { id, pregnancyId }: Pick<SampleRow, 'id' | 'pregnancyId'>,
): Promise<Tube[]> {
  if (pregnancyId === null) return [];
  const { kysely } = services;
  const [tubes, rows, redraws, reports] = await Promise.all([
    listSpecimens(kysely, pregnancyId),
    listSamplesOfPregnancy(kysely, pregnancyId),
    listRedrawsOfPregnancy(kysely, pregnancyId),
    may(caller, 'report.read') ? listReportsOfPregnancy(kysely, pregnancyId) : [],
  ]);
  const own = rows.find((row) => row.id === id)?.analysisBody ?? null;
  const compare = comparison(services, own);
  const samples = rows.map(({ analysisBody, specimenId, ...row }) => {
    const issued = reports.filter(({ sampleId }) => sampleId === row.id);
    const related: Related = {
      ...{ ...row, result: resultLineOf(analysisBody) },
      reports: issued.map(({ sampleId: _, ...each }) => each as Related['reports'][number]),
      repeat: row.id === id ? null : compare(analysisBody),
    };
    return { specimenId, related };
  });
  return tubes.toSorted(byDraw).map((tube) => {
    const redraw = redraws.find(({ specimenNumber }) => specimenNumber === tube.number);
    const { number, drawnOn, gestationalDaysAtDraw, state } = tube;
    return {
      ...{ number, drawnOn, gestationalDaysAtDraw, state },
      ...{ rejectionReason: tube.rejectionReason, replaces: tube.parentNumber },
      redraw: redraw
        ? { state: redraw.state as NonNullable<Tube['redraw']>['state'], reason: redraw.reason }
        : null,
      samples: samples.flatMap(({ specimenId, related }) =>
        specimenId === tube.id ? [related] : [],
      ),
    };
  });
}

/** Tubes of one day stay as they were registered. */
function byDraw(one: { drawnOn: string }, other: { drawnOn: string }): number {
  return one.drawnOn.localeCompare(other.drawnOn);
}

/** Holds another analysis beside the one that is shown, by the limits of the day. */
function comparison(
  { clock }: Services,
  own: string | null,
): (body: string | null) => Related['repeat'] {
  const limits = qualityLimitsOn(shanghaiDay(clock()));
  if (own === null || limits === null) return () => null;
  const result = JSON.parse(own) as AnalysisResult;
  return (body) => {
    if (body === null) return null;
    const { agreement, opposed, gap } = compareRepeats(result, JSON.parse(body), limits);
    return { agreement, opposed: [...opposed], gap: gap?.value ?? null };
  };
}
