import type { SeededRandom } from '../../fixtures/simulate/seeded-random.ts';
import { type Codes, randomLengths } from './random-deflate.ts';

const precodeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Writes deflate bit by bit, as RFC 1951 has it: slow, and nothing like the reader under test. */
export class DeflateWriter {
  private readonly written: number[] = [];
  private codewords = new Map<readonly number[], number[]>();

  /** A number, lowest bit first. */
  bits(value: number, count: number): void {
    for (let i = 0; i < count; i++) this.written.push((value >> i) & 1);
  }

  /** A symbol's codeword, highest bit first. */
  symbol(lengths: readonly number[], symbol: number): void {
    let codewords = this.codewords.get(lengths);
    if (!codewords) {
      codewords = canonical(lengths);
      this.codewords.set(lengths, codewords);
    }
    const count = lengths[symbol];
    for (let i = count - 1; i >= 0; i--) this.written.push((codewords[symbol] >> i) & 1);
  }

  stored(bytes: Uint8Array, isLast: boolean): void {
    this.bits(Number(isLast), 3);
    while (this.written.length % 8 > 0) this.written.push(0);
    this.bits(bytes.length, 16);
    this.bits(bytes.length ^ 0xffff, 16);
    for (const byte of bytes) this.bits(byte, 8);
  }

  /** The lengths of both codes, with runs where they fit and chance has it (section 3.2.7). */
  codeLengths({ litlen, distance }: Codes, random: SeededRandom): void {
    const trimmed = (lengths: readonly number[], min: number) =>
      lengths.slice(0, Math.max(min, lengths.findLastIndex((bits) => bits > 0) + 1));
    const [first, second] = [trimmed(litlen, 257), trimmed(distance, 1)];
    const runs = runsOf([...first, ...second], random);
    const required = [...new Set(runs.map(([symbol]) => symbol))];
    const count = Math.max(2, required.length, random.below(20));
    const precode = randomLengths(random, { symbols: 19, count, required, bitsMax: 7 });
    const stated = Math.max(4, precodeOrder.findLastIndex((symbol) => precode[symbol] > 0) + 1);
    this.bits(first.length - 257, 5);
    this.bits(second.length - 1, 5);
    this.bits(stated - 4, 4);
    for (const symbol of precodeOrder.slice(0, stated)) this.bits(precode[symbol], 3);
    for (const [symbol, more, count] of runs) {
      this.symbol(precode, symbol);
      this.bits(more, count);
    }
  }

  bytes(): Uint8Array {
    const bytes = new Uint8Array(Math.ceil(this.written.length / 8));
    this.written.forEach((bit, i) => {
      bytes[i >> 3] |= bit << (i & 7);
    });
    return bytes;
  }
}

/** Symbol, extra bits and their number for each step through the lengths. */
function runsOf(lengths: readonly number[], random: SeededRandom): [number, number, number][] {
  const runs: [number, number, number][] = [];
  for (let i = 0; i < lengths.length; ) {
    const differs = lengths.findIndex((bits, at) => at > i && bits !== lengths[i]);
    const run = (differs < 0 ? lengths.length : differs) - i;
    const zeros = lengths[i] === 0;
    const repeats = i > 0 && lengths[i - 1] === lengths[i];
    if (zeros && run >= 11 && random.below(8) > 0) {
      const taken = Math.min(138, run);
      runs.push([18, taken - 11, 7]);
      i += taken;
    } else if (zeros && run >= 3 && random.below(8) > 0) {
      const taken = Math.min(10, run);
      runs.push([17, taken - 3, 3]);
      i += taken;
    } else if (repeats && run >= 3 && random.below(8) > 0) {
      const taken = Math.min(6, run);
      runs.push([16, taken - 3, 2]);
      i += taken;
    } else {
      runs.push([lengths[i], 0, 0]);
      i++;
    }
  }
  return runs;
}

/** Codewords of a canonical code by symbol (section 3.2.2). */
function canonical(lengths: readonly number[]): number[] {
  const codewords = new Array<number>(lengths.length).fill(0);
  let next = 0;
  for (let bits = 1; bits <= 15; bits++) {
    lengths.forEach((length, symbol) => {
      if (length === bits) codewords[symbol] = next++;
    });
    next <<= 1;
  }
  return codewords;
}
