// The bits at hand, lowest first as deflate packs them. The fast loop keeps copies in locals.

/** Next byte of input that is not in `bits`. */
export let at: usize = 0;
export let inputEnd: usize = 0;
/** Behind the `count` bits that are valid stand zeros. */
export let bits: u64 = 0;
export let count: u32 = 0;

export function open(input: usize, size: u32): void {
  at = input;
  inputEnd = input + size;
  bits = 0;
  count = 0;
}

/** Fills up to at least 56 bits, or with what input is left. */
export function refill(): void {
  while (count < 56 && at < inputEnd) {
    bits |= (<u64>load<u8>(at++)) << count;
    count += 8;
  }
}

/** Drops bits; the caller knows that they are there. */
// @ts-ignore: decorator
@inline
export function drop(size: u32): void {
  bits >>= size;
  count -= size;
}

/** Goes to the next byte of input, and gives back the whole bytes that were read ahead. */
export function alignToByte(): void {
  at -= count >> 3;
  bits = 0;
  count = 0;
}

export function skipBytes(size: u32): void {
  at += size;
}

/** Takes over from the fast loop, which reads ahead by whole words. */
export function resume(position: usize, word: u64, valid: u32): void {
  at = position - (valid >> 3);
  count = valid & 7;
  bits = word & ((1 << count) - 1);
}
