/** Why a password is not taken. */
export type PasswordFault =
  | 'too-short'
  | 'too-long'
  | 'common'
  | 'monotonous'
  | 'names-the-account';

export const passwordLength = { min: 12, max: 128 } as const;
const distinctMin = 5;

/**
 * Stems that passwords which everybody tries are built around; a password is common if little but
 * one of them is left when digits and marks are taken away.
 */
const commonStems = new Set([
  ...['password', 'passwort', 'passw', 'qwerty', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qazwsxedc'],
  ...['iloveyou', 'woaini', 'woainima', 'letmein', 'welcome', 'changeme', 'admin', 'administrator'],
  ...['root', 'login', 'master', 'superman', 'batman', 'dragon', 'monkey', 'football', 'baseball'],
  ...['sunshine', 'princess', 'trustno', 'secret', 'whatever', 'starwars', 'computer', 'internet'],
  ...[
    'hospital',
    'laboratory',
    'doctor',
    'banyan',
    'fuzhou',
    'fujian',
    'nipt',
    'zhongguo',
    'china',
  ],
  ...[
    'mima',
    'nihao',
    'abc',
    'abcd',
    'abcdef',
    'abcdefgh',
    'abcdefghijkl',
    'aaaaaa',
    'test',
    'guest',
  ],
  ...['user', 'default', 'temp', 'summer', 'winter', 'spring', 'autumn', 'hello', 'helloworld'],
]);

/**
 * What is wrong with a new password, or null: 12 to 128 characters, not one that everybody tries,
 * not a few characters over and over, and not the account's own names.
 *
 * @example passwordFault('Password12345!', []) // 'common'
 */
export function passwordFault(password: string, names: readonly string[]): PasswordFault | null {
  const text = password.normalize('NFKC').toLowerCase();
  const characters = [...text];
  if (characters.length < passwordLength.min) return 'too-short';
  if (characters.length > passwordLength.max) return 'too-long';
  if (new Set(characters).size < distinctMin || isStaircase(characters)) return 'monotonous';
  if (isCommon(text)) return 'common';
  return names.some((name) => isNamedIn(text, name)) ? 'names-the-account' : null;
}

/** Digits alone, or a common stem with digits, marks and its own repetition around it. */
function isCommon(text: string): boolean {
  const letters = text
    .replaceAll('0', 'o')
    .replaceAll('@', 'a')
    .replaceAll('$', 's')
    .replaceAll(/[\p{N}\p{P}\p{S}\p{Z}]/gu, '');
  const plain = text.replaceAll(/[\p{N}\p{P}\p{S}\p{Z}]/gu, '');
  return [letters, plain].some((word) => {
    if (word.replaceAll('o', '') === '') return true;
    const half = word.slice(0, word.length / 2);
    return commonStems.has(word) || (commonStems.has(half) && half + half === word);
  });
}

/** Whether every character is the one before it, plus or minus one: abcdefghijkl. */
function isStaircase(characters: readonly string[]): boolean {
  const steps = characters
    .slice(1)
    .map((one, i) => (one.codePointAt(0) ?? 0) - (characters[i].codePointAt(0) ?? 0));
  return steps.filter((step) => Math.abs(step) <= 1).length >= steps.length - 1;
}

function isNamedIn(text: string, name: string): boolean {
  const word = name.normalize('NFKC').toLowerCase().trim();
  return word.length >= 3 && text.includes(word);
}
