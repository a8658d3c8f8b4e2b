const absent = '–';

/** A number with fixed decimals and a true minus sign; an absent one is a dash. */
export function fixed(value: number | null | undefined, decimals: number): string {
  if (value === null || value === undefined) return absent;
  return value.toFixed(decimals).replace('-', '−');
}

/** A small probability shown as people say it: `1 in 1 480`. */
export function oneIn(value: number | null | undefined): string {
  if (value === null || value === undefined) return absent;
  if (value >= 0.1) return `${fixed(value * 100, 1)} %`;
  if (value < 1 / 10_000) return '< 1/10 000';
  return `1/${grouped(Math.round(1 / value))}`;
}

/** Thousands apart by a narrow space. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}
