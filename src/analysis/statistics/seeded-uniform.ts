/**
 * Repeatable random numbers for shuffling: one generator a seed.
 *
 *   sfc32: sum = a + b + counter; a = b ^ (b >>> 9); b = c + (c << 3); c = rotate(c, 21) + sum
 *
 * Source: small fast chaotic generator, Doty-Humphrey, PractRand. Shape: a seed in, a generator
 * out. Range: 0 up to, not including, 1.
 * Edge: seeds are taken as 32-bit whole numbers.
 *
 * @example seededUniform(1)() // 0.43151195137761533
 */
export function seededUniform(seed: number): () => number {
  let a = seed | 0;
  let b = 0x9e3779b9 | 0;
  let c = 0x85ebca6b | 0;
  let counter = 1;
  function next(): number {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  }
  for (let i = 0; i < 15; i++) next();
  return next;
}
