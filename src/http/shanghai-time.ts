const offsetMilliseconds = 8 * 3_600_000;

/** The calendar day in Fuzhou at a moment. */
export function shanghaiDay(time: Date): string {
  return shanghai(time).slice(0, 10);
}

function shanghai(time: Date): string {
  return new Date(time.getTime() + offsetMilliseconds).toISOString();
}
