import { randomBytes } from 'node:crypto';

/** Letters and digits that nobody misreads or mishears. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const groups = { count: 4, length: 5 };

/** A password given with a new account, about 99 random bits; its owner has to change it. */
export function firstPassword(): string {
  return Array.from({ length: groups.count }, () => group()).join('-');
}

function group(): string {
  let text = '';
  while (text.length < groups.length) {
    // 31 does not divide 256: bytes past its last multiple would favour some letters.
    const [byte] = randomBytes(1);
    if (byte < 248) text += alphabet[byte % alphabet.length];
  }
  return text;
}
