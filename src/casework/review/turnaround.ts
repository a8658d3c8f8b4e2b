import type { AnalysisResult, Call } from '../../analysis/analysis-result.ts';
import { isValidOn, type Validity } from '../calendar-date.ts';
import { type WorkingCalendar, workdayAfter, workingDaysUntil } from '../working-days.ts';

/** How long a laboratory may take, as data: a change is a new version with its own validity. */
export interface TurnaroundRule extends Validity {
  readonly version: number;
  /** Working days from the draw, which is day 0, to the report. */
  readonly reportWorkingDays: number;
  /** Working days from the draw to the notice that blood has to be drawn again. */
  readonly redrawNoticeWorkingDays: number;
  /** With this many working days left, a sample is soon late. */
  readonly soonWorkingDays: number;
  readonly source: string;
}

export const turnaroundRules: readonly TurnaroundRule[] = [
  {
    version: 1,
    validFrom: '2016-10-27',
    validTo: null,
    reportWorkingDays: 15,
    redrawNoticeWorkingDays: 10,
    soonWorkingDays: 3,
    source: '国卫办妇幼发〔2016〕45号 annex 1; soon is our own rule',
  },
];

export type Lateness = 'late' | 'soon' | 'in-time' | 'unknown';

/** When a sample's answer is due; a day is null where the calendar does not reach. */
export interface Deadlines {
  readonly reportDueOn: string | null;
  readonly redrawNoticeDueOn: string | null;
  /** The one of the two that counts for this result. */
  readonly dueOn: string | null;
}

/**
 * The deadlines of a tube drawn on a day. A result that ends in no call leads to a redraw, whose
 * notice is due earlier than a report.
 *
 * @example deadlines({ drawnOn: '2026-09-20', calls: [] }, china).reportDueOn // '2026-10-16'
 */
export function deadlines(
  { drawnOn, calls }: { drawnOn: string; calls: readonly Pick<Call, 'verdict'>[] },
  calendar: WorkingCalendar,
): Deadlines {
  const rule = turnaroundOn(drawnOn);
  const after = (workingDays: number | undefined) => {
    if (workingDays === undefined) return null;
    const due = workdayAfter(drawnOn, workingDays, calendar);
    return due.ok ? due.value : null;
  };
  const reportDueOn = after(rule?.reportWorkingDays);
  const redrawNoticeDueOn = after(rule?.redrawNoticeWorkingDays);
  const isNoCall = calls.some(({ verdict }) => verdict === 'no-call');
  return { reportDueOn, redrawNoticeDueOn, dueOn: isNoCall ? redrawNoticeDueOn : reportDueOn };
}

/** How a deadline stands on a day. What is not known is said, not guessed. */
export function lateness(dueOn: string | null, today: string, calendar: WorkingCalendar): Lateness {
  if (dueOn === null) return 'unknown';
  if (today > dueOn) return 'late';
  const left = workingDaysUntil(today, dueOn, calendar);
  const rule = turnaroundOn(today);
  if (left === null || rule === null) return 'unknown';
  return left <= rule.soonWorkingDays ? 'soon' : 'in-time';
}

/** What a place in the queue depends on; see `listReviews`. */
export interface QueuePlace {
  readonly isHighRisk: boolean;
  readonly dueOn: string | null;
}

/** A result's place in the queue: high risk before urgent runs before all, then by due date. */
export function queuePlace(
  sample: { drawnOn: string } & Pick<AnalysisResult, 'calls'>,
  calendar: WorkingCalendar,
): QueuePlace {
  const isHighRisk = sample.calls.some(({ verdict }) => verdict === 'high-risk');
  return { isHighRisk, dueOn: deadlines(sample, calendar).dueOn };
}

function turnaroundOn(date: string): TurnaroundRule | null {
  const valid = turnaroundRules.filter((rule) => isValidOn(rule, date));
  return valid.sort((one, other) => other.version - one.version)[0] ?? null;
}
