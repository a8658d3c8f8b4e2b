import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { SeededRandom } from '../../fixtures/simulate/seeded-random.ts';
import type { Kernel } from '../../src/analysis/bam/kernel-instance.ts';
import { randomDeflate } from './random-deflate.ts';

export interface FuzzResult {
  /** Streams that zlib takes: the kernel gave the same bytes for each. */
  valid: number;
  /** Streams that zlib refuses or that are longer or shorter than said: the kernel refused each. */
  refused: number;
}

const guardSize = 512;
const guard = 0xa5;
const sizeMax = 65_536;

/**
 * Inflates random streams with the kernel and with zlib, every second one broken. Throws at the
 * first that they do not agree on, or that touches what is not its own. Input and output end in
 * turn at the very end of the memory, where a read too far is a trap.
 */
export function fuzzInflate(kernel: Kernel, { streams, seed }: { streams: number; seed: number }) {
  const result: FuzzResult = { valid: 0, refused: 0 };
  for (let i = 0; i < streams; i++) {
    const random = new SeededRandom(seed, `inflate/${i}`);
    const whole = stream(random);
    const input = i % 2 === 0 ? whole : broken(whole, random);
    const expected = zlibInflate(input);
    const size = statedSize(expected, random);
    const output = kernelInflate(kernel, { input, size, inputLast: random.below(2) === 1 });
    const isRight = expected !== undefined && expected.length === size;
    if (isRight !== (output !== undefined)) throw new Error(`stream ${i} of seed ${seed}: verdict`);
    if (output && Buffer.compare(output, expected as Uint8Array) !== 0) {
      throw new Error(`stream ${i} of seed ${seed}: bytes`);
    }
    if (i % 2 === 0 && expected === undefined) throw new Error(`stream ${i}: zlib refuses it`);
    if (isRight) result.valid++;
    else result.refused++;
  }
  return result;
}

/** Mostly the right size; now and then one that is not. */
function statedSize(expected: Uint8Array | undefined, random: SeededRandom): number {
  const size = expected?.length ?? random.below(4000);
  if (random.below(20) > 0) return size;
  return Math.min(sizeMax, Math.max(0, size + random.below(601) - 300));
}

const strategies = [
  ...[constants.Z_DEFAULT_STRATEGY, constants.Z_FILTERED, constants.Z_HUFFMAN_ONLY],
  ...[constants.Z_RLE, constants.Z_FIXED],
];

function stream(random: SeededRandom): Uint8Array {
  if (random.below(2) === 0) return randomDeflate(random);
  return deflateRawSync(content(random), {
    level: random.below(10),
    strategy: strategies[random.below(strategies.length)],
    memLevel: 1 + random.below(9),
    windowBits: 9 + random.below(7),
  });
}

/** Noise, repeats of every period, few letters, or one byte over and over. */
function content(random: SeededRandom): Uint8Array {
  const size = random.below(20) === 0 ? random.below(sizeMax) : random.below(5000);
  const letters = 1 + random.below([2, 4, 20, 256][random.below(4)]);
  const bytes = Uint8Array.from({ length: size }, () => random.below(letters));
  const period = random.below(3) === 0 ? 0 : 1 + random.below(60);
  for (let i = period; period > 0 && i < size; i++) {
    if (i % 97 > 2) bytes[i] = bytes[i - period];
  }
  return bytes;
}

/** Changed bits, a cut, bytes exchanged or nothing but noise. */
function broken(whole: Uint8Array, random: SeededRandom): Uint8Array {
  const kind = random.below(5);
  if (kind === 0) return whole.slice(0, random.below(whole.length + 1));
  if (kind === 1) return Uint8Array.from({ length: random.below(300) }, () => random.below(256));
  const changed = Uint8Array.from(whole);
  for (let changes = 1 + random.below(kind === 2 ? 1 : 6); changes > 0; changes--) {
    // Near the beginning stand the codes, which decide more than what they encode.
    const at = random.below(random.below(2) ? changed.length : Math.min(100, changed.length));
    changed[at] ^= kind === 3 ? random.below(256) : 1 << random.below(8);
  }
  return changed;
}

function zlibInflate(input: Uint8Array): Uint8Array | undefined {
  try {
    return inflateRawSync(input, { maxOutputLength: sizeMax });
  } catch {
    return undefined;
  }
}

interface Placed {
  readonly input: Uint8Array;
  readonly size: number;
  /** Whether the input or the output ends where the memory ends. */
  readonly inputLast: boolean;
}

function kernelInflate(kernel: Kernel, { input, size, inputLast }: Placed): Uint8Array | undefined {
  const memory = kernel.bytes();
  const end = memory.length;
  const first = inputLast ? size : input.length;
  const lastAt = end - (inputLast ? input.length : size);
  const firstAt = lastAt - guardSize - first;
  const [inputAt, outputAt] = inputLast ? [lastAt, firstAt] : [firstAt, lastAt];
  memory.fill(guard, firstAt - guardSize, end);
  memory.set(input, inputAt);
  const outcome = kernel.run.inflate(inputAt, input.length, outputAt, size);
  const isGuarded = (from: number, to: number) =>
    memory.subarray(from, to).every((byte) => byte === guard);
  if (!isGuarded(firstAt - guardSize, firstAt) || !isGuarded(firstAt + first, lastAt)) {
    throw new Error('the kernel wrote outside its output');
  }
  if (Buffer.compare(memory.subarray(inputAt, inputAt + input.length), input) !== 0) {
    throw new Error('the kernel wrote to its input');
  }
  return outcome === 0 ? memory.slice(outputAt, outputAt + size) : undefined;
}
