import type { SeededRandom } from '../../fixtures/simulate/seeded-random.ts';
import { DeflateWriter } from './deflate-writer.ts';

const lengthBase = [
  ...[3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115],
  ...[131, 163, 195, 227, 258],
];
const lengthExtra = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
];
const distanceExtraOf = (symbol: number) => Math.max(0, (symbol >> 1) - 1);
const distanceBaseOf = (symbol: number) =>
  symbol < 2 ? symbol + 1 : 1 + ((2 + (symbol & 1)) << distanceExtraOf(symbol));

/** Lengths of a complete code of `count` codewords over random symbols, `required` among them. */
export function randomLengths(
  random: SeededRandom,
  code: { symbols: number; count: number; required: readonly number[]; bitsMax: number },
): number[] {
  const leaves = [0];
  // Leaning towards the deepest leaf gives the longest codewords; evenly, the flattest tree.
  const lean = random.uniform();
  while (leaves.length < code.count) {
    const open = leaves.flatMap((bits, i) => (bits < code.bitsMax ? [i] : []));
    const deepest = open.reduce((a, b) => (leaves[b] > leaves[a] ? b : a), open[0]);
    const chosen = random.uniform() < lean ? deepest : open[random.below(open.length)];
    leaves[chosen]++;
    leaves.push(leaves[chosen]);
  }
  const chosen = new Set(code.required);
  while (chosen.size < code.count) chosen.add(random.below(code.symbols));
  const lengths = new Array<number>(code.symbols).fill(0);
  const order = leaves.map((bits) => ({ bits, by: random.uniform() }));
  order.sort((a, b) => a.by - b.by);
  [...chosen].forEach((symbol, i) => {
    lengths[symbol] = order[i].bits;
  });
  return lengths;
}

/**
 * A valid deflate stream that zlib would never write: random complete codes up to the largest and
 * longest, codes of one or no distance, stored and fixed blocks in any order, empty blocks.
 */
export function randomDeflate(random: SeededRandom, sizeMax = 3000): Uint8Array {
  const writer = new DeflateWriter();
  const blocks = 1 + random.below(4);
  let size = 0;
  for (let i = 0; i < blocks; i++) {
    const isLast = i === blocks - 1;
    const kind = random.below(4);
    const goal = size + random.below(Math.max(1, (sizeMax - size) / 2));
    if (kind === 0) {
      const bytes = Uint8Array.from({ length: goal - size }, () => random.below(256));
      writer.stored(bytes, isLast);
      size += bytes.length;
    } else {
      const codes = kind === 1 ? fixedCodes() : randomCodes(random);
      writer.bits(Number(isLast), 1);
      writer.bits(kind === 1 ? 1 : 2, 2);
      if (kind !== 1) writer.codeLengths(codes, random);
      size = writeSymbols(writer, random, { codes, size, goal });
    }
  }
  return writer.bytes();
}

export interface Codes {
  readonly litlen: readonly number[];
  readonly distance: readonly number[];
}

function fixedCodes(): Codes {
  const litlen = Array.from({ length: 288 }, (_, i) =>
    i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8,
  );
  return { litlen, distance: new Array<number>(32).fill(5) };
}

function randomCodes(random: SeededRandom): Codes {
  const count = [1, 2, 3, 20, 100, 286][random.below(6)];
  const litlen =
    count === 1
      ? Array.from({ length: 257 }, (_, i) => Number(i === 256))
      : randomLengths(random, { symbols: 286, count, required: [256], bitsMax: 15 });
  const distances = [0, 1, 2, 5, 30][random.below(5)];
  const distance =
    distances < 2
      ? Array.from({ length: 30 }, (_, i) => Number(distances === 1 && i === random.below(4)))
      : randomLengths(random, { symbols: 30, count: distances, required: [], bitsMax: 15 });
  return { litlen, distance: distances === 1 ? singleAt(random.below(6)) : distance };
}

const singleAt = (symbol: number) => Array.from({ length: 30 }, (_, i) => Number(i === symbol));

/** Random literals and matches up to a size, then the block's end. Answers the size reached. */
function writeSymbols(
  writer: DeflateWriter,
  random: SeededRandom,
  { codes, size, goal }: { codes: Codes; size: number; goal: number },
): number {
  const used = (lengths: readonly number[], from: number, to: number) =>
    lengths.flatMap((bits, symbol) => (bits > 0 && symbol >= from && symbol < to ? [symbol] : []));
  const literals = used(codes.litlen, 0, 256);
  const lengths = used(codes.litlen, 257, 286);
  const distances = used(codes.distance, 0, 30);
  let reached = size;
  for (let steps = 0; reached < goal && steps < goal; steps++) {
    const near = distances.filter((symbol) => distanceBaseOf(symbol) <= reached);
    if (lengths.length > 0 && near.length > 0 && random.below(3) > 0) {
      const length = lengths[random.below(lengths.length)] - 257;
      const lengthMore = random.below(1 << lengthExtra[length]);
      writer.symbol(codes.litlen, length + 257);
      writer.bits(lengthMore, lengthExtra[length]);
      const distance = near[random.below(near.length)];
      const moreMax = Math.min(
        1 << distanceExtraOf(distance),
        reached - distanceBaseOf(distance) + 1,
      );
      writer.symbol(codes.distance, distance);
      writer.bits(random.below(moreMax), distanceExtraOf(distance));
      reached += lengthBase[length] + lengthMore;
    } else if (literals.length > 0) {
      writer.symbol(codes.litlen, literals[random.below(literals.length)]);
      reached++;
    }
  }
  writer.symbol(codes.litlen, 256);
  return reached;
}
