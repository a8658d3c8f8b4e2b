import type { AssemblyName } from '../genome/assembly.ts';

/**
 * Where each read of a BAM went. Every class but `mapped` (= total − unmapped) is exclusive, tried
 * in this order with the first match winning, so that `total` is the sum of `unmapped` to
 * `counted`.
 */
export interface ReadClasses {
  total: number;
  mapped: number;
  unmapped: number;
  secondary: number;
  supplementary: number;
  qcFail: number;
  duplicate: number;
  lowMappingQuality: number;
  improperPair: number;
  secondMate: number;
  otherContig: number;
  counted: number;
}

/** The file a sample was counted from; `sha256` in lower-case hex. */
export interface CountSource {
  readonly file: string;
  readonly sha256: string;
}

/** Fragment lengths of proper pairs: `counts[i]` fragments of `start + i` bases. */
export interface FragmentLengths {
  readonly start: number;
  readonly counts: readonly number[];
}

/** One sample's reads per bin: the content of a bins file. */
export interface BinCounts {
  readonly sample: string;
  readonly assembly: AssemblyName;
  readonly binSizeBases: number;
  /** `counted` is always known; the rest is absent where the file's writer did not know it. */
  readonly reads: Partial<ReadClasses> & { counted: number };
  /** G+C over A+C+G+T of all counted reads, 0–1; null if unknown. */
  readonly gcFraction: number | null;
  readonly source: CountSource | null;
  /** Present when several files of one sample were merged. */
  readonly sources?: readonly CountSource[];
  readonly fragmentLengths?: FragmentLengths;
  /** Reads of the forward strand, length `binGrid.binCount`. */
  readonly forward: Uint32Array;
  /** Reads of the reverse strand, length `binGrid.binCount`. */
  readonly reverse: Uint32Array;
  /** Mean GC fraction of a bin's counted reads, 0–1; NaN if it has none or the value is unknown. */
  readonly gc: Float64Array;
}
