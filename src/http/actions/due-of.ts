import { lateness } from '../../casework/review/turnaround.ts';
import { workingDaysUntil } from '../../casework/working-days.ts';
import { workingCalendar } from '../../jobs/working-calendar.ts';

/** How a due day stands today: late, soon or in time, and by how many working days. */
export function dueOf(dueOn: string | null, today: string) {
  const left = dueOn === null ? null : workingDaysLeft(today, dueOn);
  return { dueOn, lateness: lateness(dueOn, today, workingCalendar), workingDaysLeft: left };
}

function workingDaysLeft(today: string, dueOn: string): number | null {
  if (today <= dueOn) return workingDaysUntil(today, dueOn, workingCalendar);
  const late = workingDaysUntil(dueOn, today, workingCalendar);
  // Late on a weekend: no working day has passed yet, but the day has.
  return late === null ? null : -Math.max(late, 1);
}
