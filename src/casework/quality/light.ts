import type { QualityLimit } from './quality-limits.ts';

/** Grey was not judged, for want of samples. */
export type Colour = 'green' | 'amber' | 'red' | 'grey';

/** One check with what it found. No personal data: a subject is a sample's name or a chromosome. */
export interface Light {
  readonly check: string;
  readonly subject: string | null;
  readonly value: number | null;
  readonly limit: number | null;
  readonly unit: string;
  readonly colour: Colour;
  readonly detail: string;
}

/**
 * Holds one value against its limit.
 *
 *   red beyond the red limit, else amber beyond the amber limit, else green
 *
 * Edge: a value on a limit is on its good side; an unknown value is red where the limit has a red
 * side, else amber, because nothing then says that all is well.
 *
 * @example light(0.03, { name: 'fetal-fraction', unit: 'fraction', badSide: 'below', amber: 0.04,
 *   red: null, source: '' }, 'S1').colour // 'amber'
 */
export function light(value: number | null, limit: QualityLimit, subject: string | null): Light {
  const { name: check, unit, amber, red } = limit;
  const base = { check, subject, unit };
  if (value === null || !Number.isFinite(value)) {
    const colour = red === null ? 'amber' : 'red';
    return { ...base, value: null, limit: red ?? amber, colour, detail: 'not known' };
  }
  const isBeyond = (mark: number | null) =>
    mark !== null && (limit.badSide === 'below' ? value < mark : value > mark);
  if (isBeyond(red)) return { ...base, value, limit: red, colour: 'red', detail: words(limit) };
  const colour = isBeyond(amber) ? 'amber' : 'green';
  return { ...base, value, limit: amber, colour, detail: colour === 'green' ? '' : words(limit) };
}

/** A limit of a set by its name, which the set must have. */
export function limitNamed(limits: readonly QualityLimit[], name: string): QualityLimit {
  const limit = limits.find((each) => each.name === name);
  if (!limit) throw new Error(`no limit is called ${name}`);
  return limit;
}

function words({ badSide }: QualityLimit): string {
  return `${badSide} the limit`;
}
