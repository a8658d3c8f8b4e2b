const offsetMilliseconds = 8 * 3_600_000;

/** The laboratory's wall clock, to the minute, whatever the zone of the browser. */
export function shanghaiMinute(time: string): string {
  return shanghai(time).slice(0, 16).replace('T', ' ');
}

function shanghai(time: string): string {
  return new Date(Date.parse(time) + offsetMilliseconds).toISOString();
}
