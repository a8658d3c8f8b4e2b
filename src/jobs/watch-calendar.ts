import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { deadlines } from '../casework/review/turnaround.ts';
import { calendarGap, type WorkingCalendar } from '../casework/working-days.ts';
import { appendAuditEvents } from '../store/audit-store.ts';
import { listOpenPlaces, setDueOn } from '../store/review-store.ts';
import type { Tables } from '../store/tables.ts';
import { raiseNotice } from '../store/task-store.ts';
import { workingCalendar } from './working-calendar.ts';

interface Watch {
  readonly kysely: Kysely<Tables>;
  readonly clock: () => Date;
  readonly log: Pick<Logger, 'warn'>;
}

const shanghaiMilliseconds = 8 * 3_600_000;

/**
 * Sets anew when open reviews are due, as the calendar of this version says, and asks a person for
 * a newer one while a year it lacks has begun or begins within the month.
 */
export async function watchCalendar(
  { kysely, clock, log }: Watch,
  calendar: WorkingCalendar = workingCalendar,
): Promise<void> {
  for (const review of await listOpenPlaces(kysely)) {
    const { dueOn } = deadlines(review, calendar);
    if (dueOn !== review.dueOn) await setDueOn(kysely, { id: review.id, dueOn });
  }
  const now = clock();
  const today = new Date(now.getTime() + shanghaiMilliseconds).toISOString().slice(0, 10);
  const year = calendarGap(today, calendar);
  if (year === null) return;
  log.warn({ year }, 'the working calendar lacks a year: due dates in it are unknown');
  const subject = `calendar/${year}`;
  await kysely.transaction().execute(async (tx) => {
    if (!(await raiseNotice(tx, { kind: 'calendar-year-missing', subject, raisedAt: now }))) return;
    const event = { at: now, actor: 'system', action: 'task.raise', subject };
    await appendAuditEvents(tx, [{ ...event, detail: { kind: 'calendar-year-missing' } }]);
  });
}
