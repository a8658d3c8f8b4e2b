/** What JSON can say. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * One text per JSON value: no white space, keys in UTF-16 order, shortest round-trip numbers
 * (RFC 8785, 2020-06). Whatever JSON cannot keep (undefined, NaN, a Date, half of a surrogate pair)
 * and the character NUL, which PostgreSQL cannot keep, throws: a seal over a changed value seals
 * nothing.
 *
 * @example canonicalJson({ b: 1, a: [true, null] }) // '{"a":[true,null],"b":1}'
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return stringText(value);
  if (isList(value)) return `[${Array.from(value, canonicalJson).join(',')}]`;
  if (isPlainObject(value)) return objectText(value);
  throw new TypeError(`canonical JSON cannot hold ${describe(value)}`);
}

function objectText(value: { readonly [key: string]: JsonValue }): string {
  // < on strings compares UTF-16 code units, as the RFC asks.
  const keys = Object.keys(value).sort((left, right) => (left < right ? -1 : 1));
  return `{${keys.map((key) => `${stringText(key)}:${canonicalJson(value[key])}`).join(',')}}`;
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`canonical JSON cannot hold ${value}`);
  return JSON.stringify(value);
}

function stringText(value: string): string {
  if (!value.isWellFormed() || value.includes('\0')) {
    throw new TypeError('canonical JSON cannot hold a string that is not well-formed text');
  }
  return JSON.stringify(value);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isPlainObject(value: unknown): value is { readonly [key: string]: JsonValue } {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  return typeof value === 'object' ? `a ${value?.constructor.name}` : String(value);
}
