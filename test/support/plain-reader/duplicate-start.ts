/** Mate start of a single read, and of the read before the first: no start equals it. */
const noMateStart = Number.NaN;

export interface DuplicateStart {
  /** Whether a single read starts where the last read did; makes it the last one. */
  seesSingle(contigIndex: number, start: number): boolean;
  /** Whether a counted mate starts where the last read and its mate did; makes it the last one. */
  seesPair(contigIndex: number, start: number, mateStart: number): boolean;
}

/**
 * Tells duplicates by position alone, for BAMs whose duplicates are not marked.
 *
 * Among the reads of one contig that are shown to it, in file order, a read with the start (and, in
 * a pair, the mate start) of the last such read is a duplicate; each, dropped or not, becomes the
 * last.
 * Source: WISECONDOR (Straver et al. 2014, Nucleic Acids Res 42:e31), without its carry-over from
 * contig to contig.
 * Edge: the state is empty at each contig; a single read has no mate start, so that a pair behind
 * it at the same start is no duplicate.
 */
export function createDuplicateStart(): DuplicateStart {
  let lastContigIndex = -1;
  let lastStart = -1;
  let lastMateStart = noMateStart;

  return {
    seesSingle(contigIndex, start) {
      const isDuplicate = contigIndex === lastContigIndex && start === lastStart;
      lastContigIndex = contigIndex;
      lastStart = start;
      lastMateStart = noMateStart;
      return isDuplicate;
    },
    seesPair(contigIndex, start, mateStart) {
      const isSamePlace = contigIndex === lastContigIndex && start === lastStart;
      const isDuplicate = isSamePlace && mateStart === lastMateStart;
      lastContigIndex = contigIndex;
      lastStart = start;
      lastMateStart = mateStart;
      return isDuplicate;
    },
  };
}
