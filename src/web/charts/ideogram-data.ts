import { masked, type Profile, steps } from './profile-data.ts';

/** A stretch of a chromosome's band, 0–1 of its length. */
export interface IdeogramBand {
  readonly start: number;
  readonly end: number;
  /** GC 0–1; null where the bins are masked, as at centromeres. */
  readonly gc: number | null;
}

const bandBases = 2_000_000;

/**
 * A chromosome as bands of its GC content, as Giemsa stains them: poor in GC is dark. Stretches of
 * which most bins are masked (centromeres, gaps) are given as such.
 *
 * Edge: neighbours of one kind are not joined; the last band may be shorter.
 */
export function ideogramBands({ header, gc }: Profile, chromosome: number): IdeogramBand[] {
  const [first, end] = [
    header.chromosomeStarts[chromosome],
    header.chromosomeStarts[chromosome + 1],
  ];
  const count = end - first;
  const binsPerBand = Math.max(Math.round(bandBases / header.binSizeBases), 1);
  return Array.from({ length: Math.ceil(count / binsPerBand) }, (_, i) => {
    const from = i * binsPerBand;
    const to = Math.min(from + binsPerBand, count);
    const known = gc.subarray(first + from, first + to).filter((value) => value !== masked);
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length / steps;
    const isKnown = 2 * known.length >= to - from;
    return { start: from / count, end: to / count, gc: isKnown ? mean : null };
  });
}

const darkGc = 0.34;
const lightGc = 0.52;

/** How dark a band is stained, 0–1. */
export function stain(gc: number): number {
  return Math.min(Math.max((lightGc - gc) / (lightGc - darkGc), 0), 1);
}
