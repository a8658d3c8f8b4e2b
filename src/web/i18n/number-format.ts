const absent = '–';

/** A number with fixed decimals and a true minus sign; an absent one is a dash. */
export function fixed(value: number | null | undefined, decimals: number): string {
  if (value === null || value === undefined) return absent;
  return value.toFixed(decimals).replace('-', '−');
}

/** A fraction 0–1 shown in percent. */
export function percent(value: number | null | undefined, decimals = 1): string {
  return value === null || value === undefined ? absent : `${fixed(value * 100, decimals)} %`;
}

/** A small probability shown as people say it: `1 in 1 480`. */
export function oneIn(value: number | null | undefined): string {
  if (value === null || value === undefined) return absent;
  if (value >= 0.1) return percent(value);
  if (value < 1 / 10_000) return '< 1/10 000';
  return `1/${grouped(Math.round(1 / value))}`;
}

/** A ratio of any size. */
export function ratio(value: number | null | undefined): string {
  if (value === null || value === undefined) return absent;
  if (value >= 1_000_000) return '> 1 000 000';
  if (value < 0.001) return '< 0.001';
  return value >= 100 ? grouped(Math.round(value)) : Number(value.toPrecision(2)).toString();
}

/** Reads in millions. */
export function millions(value: number | null | undefined): string {
  return value === null || value === undefined ? absent : fixed(value / 1e6, 2);
}

/** Thousands apart by a narrow space. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}
