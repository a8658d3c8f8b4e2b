import type { ProfileHeader } from '../../http/schemas/profile.ts';

/** A sample's autosomes bin by bin, as the service sends them. */
export interface Profile {
  readonly header: ProfileHeader;
  readonly binCount: number;
  /** Steps of 1/10 000; `masked` where nothing is known. */
  readonly corrected: Uint16Array;
  readonly uncorrected: Uint16Array;
  readonly gc: Uint16Array;
}

export const steps = 10_000;
export const masked = 65_535;
const lengthBytes = 4;

/** Takes the service's bytes apart: header, then one array after the other. */
export function readProfile(bytes: ArrayBuffer): Profile {
  const headerBytes = new DataView(bytes).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(bytes, lengthBytes, headerBytes));
  const header = JSON.parse(text) as ProfileHeader;
  const binCount = header.chromosomeStarts.at(-1) ?? 0;
  const start = lengthBytes + headerBytes;
  const arrays = header.arrays.map((_, i) => readArray(bytes, start + 2 * i * binCount, binCount));
  const [corrected, uncorrected, gc] = arrays;
  if (!corrected || !uncorrected || !gc) throw new Error('the profile lacks an array');
  return { header, binCount, corrected, uncorrected, gc };
}

function readArray(bytes: ArrayBuffer, start: number, count: number): Uint16Array {
  const view = new DataView(bytes, start, 2 * count);
  return Uint16Array.from({ length: count }, (_, i) => view.getUint16(2 * i, true));
}

/** Which chromosome, 0–21, a bin belongs to. */
export function chromosomeOfBin({ chromosomeStarts }: ProfileHeader, bin: number): number {
  let c = 0;
  while (c < chromosomeStarts.length - 2 && bin >= chromosomeStarts[c + 1]) c++;
  return c;
}

/** Sums before each bin, so that the mean over any stretch costs two look-ups. */
export interface RunningSums {
  readonly sums: Float64Array;
  readonly counts: Uint32Array;
}

export function runningSums(values: Uint16Array): RunningSums {
  const sums = new Float64Array(values.length + 1);
  const counts = new Uint32Array(values.length + 1);
  for (let bin = 0; bin < values.length; bin++) {
    const isKnown = values[bin] !== masked;
    sums[bin + 1] = sums[bin] + (isKnown ? values[bin] : 0);
    counts[bin + 1] = counts[bin] + (isKnown ? 1 : 0);
  }
  return { sums, counts };
}

/** Mean of the known bins of a stretch, as a ratio; NaN where fewer than half are known. */
export function meanOf({ sums, counts }: RunningSums, start: number, end: number): number {
  const count = counts[end] - counts[start];
  if (2 * count < end - start || count === 0) return Number.NaN;
  return (sums[end] - sums[start]) / count / steps;
}

/** The stretch of bins that is shown; fractions of bins, so that panning is smooth. */
export interface BinView {
  readonly start: number;
  readonly end: number;
}

const binsMin = 40;

/**
 * A view moved and zoomed within the genome: `factor` < 1 comes nearer, `anchor` stays where it is.
 *
 * Edge: never beyond the genome's ends, never nearer than 40 bins.
 */
export function zoomView(
  { start, end }: BinView,
  { factor, anchor, binCount }: { factor: number; anchor: number; binCount: number },
): BinView {
  const width = Math.min(Math.max((end - start) * factor, binsMin), binCount);
  const share = (anchor - start) / (end - start);
  return clampView({ start: anchor - share * width, end: anchor + (1 - share) * width }, binCount);
}

/** A view moved by so many bins. */
export function panView(view: BinView, bins: number, binCount: number): BinView {
  return clampView({ start: view.start + bins, end: view.end + bins }, binCount);
}

function clampView({ start, end }: BinView, binCount: number): BinView {
  const width = Math.min(end - start, binCount);
  const first = Math.min(Math.max(start, 0), binCount - width);
  return { start: first, end: first + width };
}
