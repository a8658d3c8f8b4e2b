import { createHash, type Hash } from 'node:crypto';
import { closeSync, readSync } from 'node:fs';
import {
  type BinCounter,
  type BinCounterOptions,
  createBinCounter,
} from '../src/analysis/bin-counts/count-bins.ts';
import { decodedSums } from '../src/analysis/bin-counts/decoded-sums.ts';
import type { DataProblem } from '../src/analysis/data-problem.ts';
import { readCountState, writeCountState } from './count-state.ts';
import { threadKernel } from './kernel.ts';
import { openFirst } from './open-first.ts';

export interface GrowingCountOptions extends Omit<BinCounterOptions, 'kernel' | 'resume'> {
  /** Where its state is kept. */
  readonly stateFile: string;
  /** A state of another version is not taken up. */
  readonly softwareVersion: string;
  /** Where decoding is added up: `DecodedSums`. */
  readonly decoded?: SharedArrayBuffer;
}

/** Most time between two states on disk while bytes come; one costs as much as counting 6 MB. */
const saveEveryMilliseconds = 2_000;
const chunkSize = 1024 * 1024;

/**
 * Counts and hashes a file that may still grow. Several take turns on the thread's one kernel: who
 * rests holds its state in memory.
 */
export class GrowingCount {
  readonly #options: GrowingCountOptions;
  #hash: Hash = createHash('sha256');
  #byteOffset = 0;
  #savedOffset = 0;
  #savedAt = performance.now();
  #counter: BinCounter | undefined;
  #resting: Uint8Array | undefined;

  constructor(options: GrowingCountOptions) {
    this.#options = options;
  }

  /**
   * Goes on from the state on disk, if the file still begins with the bytes it stands for: they
   * are hashed again, since a hash under way cannot be kept.
   */
  resume(files: readonly string[]): void {
    const state = readCountState(this.#options.stateFile, this.#options.softwareVersion);
    if (!state || !counterFrom(state.counter, this.#options)) return;
    const hash = createHash('sha256');
    if (!hashPrefix(files, hash, state.byteOffset)) return;
    if (hash.copy().digest('hex') !== state.sha256) return;
    this.#hash = hash;
    this.#byteOffset = state.byteOffset;
    this.#savedOffset = state.byteOffset;
    this.#resting = state.counter;
  }

  /** Counts what is there, at most so many bytes; `end` if that is all there is by now. */
  advance(files: readonly string[], sizeMax: number): 'end' | 'more' | DataProblem {
    const counter = this.#wake();
    const descriptor = openFirst(files);
    const [startedAt, start] = [performance.now(), this.#byteOffset];
    try {
      for (const stop = this.#byteOffset + sizeMax; this.#byteOffset < stop; ) {
        const room = counter.room();
        const size = readSync(descriptor, room, { position: this.#byteOffset });
        if (size === 0) return 'end';
        this.#hash.update(room.subarray(0, size));
        this.#byteOffset += size;
        const problem = counter.take(size);
        if (problem) return problem;
      }
      return 'more';
    } finally {
      const seconds = (performance.now() - startedAt) / 1000;
      const bytes = this.#byteOffset - start;
      decodedSums(this.#options.decoded).add({ bytes, records: 0, seconds });
      if (performance.now() - this.#savedAt >= saveEveryMilliseconds) this.save();
      closeSync(descriptor);
    }
  }

  /** Gives the kernel free for another. */
  rest(): void {
    this.#resting = this.#counter?.saveState() ?? this.#resting;
    this.#counter = undefined;
  }

  /** Keeps the state on disk. */
  save(): void {
    const counter = this.#counter?.saveState() ?? this.#resting;
    if (!counter || this.#byteOffset === this.#savedOffset) return;
    const state = {
      byteOffset: this.#byteOffset,
      sha256: this.#hash.copy().digest('hex'),
      counter,
    };
    writeCountState(this.#options.stateFile, state, this.#options.softwareVersion);
    this.#savedOffset = this.#byteOffset;
    this.#savedAt = performance.now();
  }

  #wake(): BinCounter {
    const resume = this.#resting;
    const options = { ...this.#options, kernel: threadKernel(), ...(resume && { resume }) };
    this.#counter ??= createBinCounter(options);
    this.#resting = undefined;
    return this.#counter;
  }
}

/** A counter that goes on from a state; undefined if the state is of other settings. */
export function counterFrom(
  state: Uint8Array,
  options: Omit<BinCounterOptions, 'kernel' | 'resume'>,
): BinCounter | undefined {
  try {
    return createBinCounter({ ...options, kernel: threadKernel(), resume: state });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Hashes the first bytes of a file; false if it has fewer. */
function hashPrefix(files: readonly string[], hash: Hash, sizeBytes: number): boolean {
  const chunk = Buffer.allocUnsafe(chunkSize);
  const descriptor = openFirst(files);
  try {
    for (let position = 0; position < sizeBytes; ) {
      const length = Math.min(chunk.length, sizeBytes - position);
      const size = readSync(descriptor, chunk, { position, length });
      if (size === 0) return false;
      hash.update(chunk.subarray(0, size));
      position += size;
    }
    return true;
  } finally {
    closeSync(descriptor);
  }
}
