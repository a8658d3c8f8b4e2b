import { type Ruling, refuse } from '../casework-problem.ts';
import { residentId } from './resident-id.ts';

/** How a pregnant woman proves who she is. */
export const personIdentifierTypes = [
  'resident-id',
  'hong-kong-macao-taiwan-residence-permit',
  'foreigner-permanent-residence-card',
  'passport',
] as const;

export type PersonIdentifierType = (typeof personIdentifierTypes)[number];

export interface PersonIdentifier {
  readonly type: PersonIdentifierType;
  /** Normalised: no surrounding space, upper case. */
  readonly value: string;
  /** Known from the number itself where its kind carries it. */
  readonly birthDate: string | null;
}

/**
 * Checks the identifier of a pregnant woman: form, check digit, date of birth, female sex digit.
 *
 * Edges: a passport proves no more than its form, so its birth date is null.
 *
 * @example personIdentifier({ type: 'passport', value: 'e12345678' }, '2026-09-20') // 'E12345678'
 */
export function personIdentifier(
  given: { readonly type: PersonIdentifierType; readonly value: string },
  onDate: string,
): Ruling<PersonIdentifier> {
  const value = given.value.trim().toUpperCase();
  if (given.type === 'resident-id') return chineseNumber({ type: given.type, value }, onDate);
  if (given.type === 'hong-kong-macao-taiwan-residence-permit') {
    if (!/^8[123]/.test(value)) {
      return refuse('identifier-malformed', 'a residence permit begins with 81, 82 or 83');
    }
    return chineseNumber({ type: given.type, value }, onDate);
  }
  if (given.type === 'foreigner-permanent-residence-card') {
    // The card of 2023 has eighteen characters beginning with 9; the older one has fifteen.
    if (/^9\d{16}[\dX]$/.test(value)) return chineseNumber({ type: given.type, value }, onDate);
    return plainNumber({ type: given.type, value }, /^[A-Z]{3}\d{12}$/);
  }
  return plainNumber({ type: given.type, value }, /^[A-Z0-9]{5,17}$/);
}

function chineseNumber(
  { type, value }: { type: PersonIdentifierType; value: string },
  onDate: string,
): Ruling<PersonIdentifier> {
  const read = residentId(value, onDate);
  if (!read.ok) return read;
  if (read.value.sex !== 'female') {
    return refuse('identifier-sex', 'the seventeenth digit is odd, which is a man\u2019s');
  }
  return {
    ok: true,
    value: { type, value: read.value.number, birthDate: read.value.birthDate },
  };
}

function plainNumber(
  { type, value }: { type: PersonIdentifierType; value: string },
  form: RegExp,
): Ruling<PersonIdentifier> {
  if (!form.test(value)) return refuse('identifier-malformed', `this is not the form of a ${type}`);
  return { ok: true, value: { type, value, birthDate: null } };
}
