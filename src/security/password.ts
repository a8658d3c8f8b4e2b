import { hash, parseOptions, verify } from '@node-rs/argon2';

/**
 * Argon2id as OWASP advises (2024): 19 MiB, two passes, one lane. The parameters stand in every
 * hash, so they can be raised here: a hash of other parameters is made anew at the next sign-in.
 */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

let dummy: Promise<string> | null = null;

/** The hash of a password, with its parameters and salt, as text (PHC format). */
export async function hashPassword(password: string): Promise<string> {
  return hash(normalised(password), parameters);
}

/**
 * Whether a password is the one hashed. Without a hash, the same work is done for nothing: the time
 * does not tell whether there is such an account. What that takes is made by whoever comes first.
 */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  dummy ??= hashPassword('nobody has this password');
  const ofNobody = await dummy;
  const isRight = await verify(stored ?? ofNobody, normalised(password));
  return stored !== null && isRight;
}

/** Whether a hash was made with other parameters than are used now. */
export function needsRehash(stored: string): boolean {
  const { memoryCost, timeCost, parallelism } = parseOptions(stored);
  return (
    memoryCost !== parameters.memoryCost ||
    timeCost !== parameters.timeCost ||
    parallelism !== parameters.parallelism
  );
}

/** One spelling of what several keyboards type differently (NIST SP 800-63B § 5.1.1.2, 2017). */
function normalised(password: string): string {
  return password.normalize('NFKC');
}
