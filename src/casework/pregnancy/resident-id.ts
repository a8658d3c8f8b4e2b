import { daysBetween } from '../calendar-date.ts';
import { type Ruling, refuse } from '../casework-problem.ts';

/** What an identity number of GB 11643 says. */
export interface ResidentId {
  /** Eighteen characters, X in upper case. */
  readonly number: string;
  /** Where it was first issued; districts are renamed, so it need not be a current code. */
  readonly divisionCode: string;
  readonly birthDate: string;
  /** The holder's sex: the seventeenth digit is even for women. */
  readonly sex: 'female' | 'male';
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

/**
 * Reads an eighteen-character resident identity number and proves its check digit.
 *
 *   check = '10X98765432'[sum(digit * weight) mod 11]
 *
 * Source: GB 11643-1999; prefixes 81, 82, 83 are residence permits of Hong Kong, Macao and Taiwan.
 * Edges: fifteen-digit numbers (void since 2013), impossible and future birth dates are refused.
 *
 * @example residentId('350102199103150028', '2026-09-20') // born 1991-03-15, female
 */
export function residentId(text: string, onDate: string): Ruling<ResidentId> {
  const number = text.trim().toUpperCase();
  if (/^\d{15}$/.test(number)) {
    return refuse('identifier-malformed', 'fifteen digits are void: read the current card');
  }
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) {
    return refuse('identifier-malformed', 'a resident identity number has eighteen characters');
  }
  if (checkCharacter(number) !== number[17]) {
    return refuse('identifier-check-digit', 'the last character does not fit the other seventeen');
  }
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  const daysOld = daysBetween(birthDate, onDate);
  if (daysOld === null || daysOld < 0) {
    return refuse('identifier-birth-date', 'characters 7 to 14 are no date of birth');
  }
  const sex = Number(number[16]) % 2 === 0 ? 'female' : 'male';
  return { ok: true, value: { number, divisionCode: number.slice(0, 6), birthDate, sex } };
}

function checkCharacter(number: string): string {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(number[i]), 0);
  return checkCharacters[sum % 11];
}
