import { REPEATS, STRIDES } from '../memory-map';

/** How far a copy may write behind the end of its match, and reads behind its source. */
export const COPY_SLACK: usize = 32;

/** Repeats what stands `distance` bytes back, 16 bytes at a time. */
// @ts-ignore: decorator
@inline
export function copyMatch(out: usize, distance: u32, length: u32): void {
  const end = out + length;
  if (distance >= 16) {
    let from = out - distance;
    v128.store(out, v128.load(from));
    v128.store(out, v128.load(from, 16), 16);
    if (length <= 32) return;
    do {
      out += 32;
      from += 32;
      v128.store(out, v128.load(from));
      v128.store(out, v128.load(from, 16), 16);
    } while (out + 32 < end);
  } else {
    // The source overlaps what is written: spread its bytes over a vector once, then repeat that.
    const source = v128.load(out - distance);
    const pattern = v128.swizzle(source, v128.load(REPEATS + 16 * <usize>distance));
    const stride = <u32>load<u8>(STRIDES + distance);
    do {
      v128.store(out, pattern);
      out += stride;
    } while (out < end);
  }
}
