import type { ProblemDocument } from '../api/problem.ts';
import type { Say } from '../i18n/say.ts';

/** Where something is wrong, in the page's language, as far as the service names the place. */
export function placeOf(say: Say, document: ProblemDocument): string {
  const { errors, lines, line, file, byteOffset, permission, reasons } = document;
  const numbers = [
    ...(line === undefined ? [] : [line]),
    ...(lines ?? []).map((each) => each.line),
  ];
  const places = [
    errors && say('problemFields', { fields: errors.map(({ path }) => path).join(', ') }),
    file !== undefined && say('problemFile', { file }),
    numbers.length > 0 && say('problemLines', { lines: numbers.filter(Boolean).join(', ') }),
    byteOffset !== undefined && say('problemByte', { byte: byteOffset }),
    permission !== undefined && say('problemPermission', { permission }),
    reasons?.map((reason) => say.code(reason)).join(', '),
  ];
  return places.filter((place) => typeof place === 'string' && place !== '').join(' · ');
}
