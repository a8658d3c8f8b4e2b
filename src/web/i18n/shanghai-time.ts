const offsetMilliseconds = 8 * 3_600_000;

/** The laboratory's wall clock, to the minute, whatever the zone of the browser. */
export function shanghaiMinute(time: string): string {
  return shanghai(time).slice(0, 16).replace('T', ' ');
}

/** The calendar day in Fuzhou at a moment. */
export function shanghaiDay(time: string): string {
  return shanghai(time).slice(0, 10);
}

function shanghai(time: string): string {
  return new Date(Date.parse(time) + offsetMilliseconds).toISOString();
}
