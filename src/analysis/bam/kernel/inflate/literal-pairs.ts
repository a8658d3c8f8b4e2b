import { LITLEN_BITS, LITLEN_TABLE } from '../memory-map';
import { bitsOf, LITERAL, ONE_LITERAL, TWO_LITERALS } from './table-entry';

/**
 * Joins two short literals whose codewords fit the first level together into one entry. From the
 * highest index down, the entry of the second literal is not yet joined when it is looked at.
 */
export function pairLiterals(): void {
  for (let i: i32 = (1 << LITLEN_BITS) - 1; i >= 0; i--) {
    const first = load<u32>(LITLEN_TABLE + 4 * <usize>i);
    if (!(first & LITERAL)) continue;
    const second = load<u32>(LITLEN_TABLE + 4 * <usize>(<u32>i >> bitsOf(first)));
    if (second >> 24 !== ONE_LITERAL >> 24) continue;
    const both = bitsOf(first) + bitsOf(second);
    if (both > LITLEN_BITS) continue;
    const bytes = ((second & 0xff00) << 8) | (first & 0xff00);
    store<u32>(LITLEN_TABLE + 4 * <usize>i, TWO_LITERALS | bytes | both);
  }
}
