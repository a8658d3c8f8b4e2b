import { type Baton, batonRestMax } from '../src/analysis/bam/bam-lane.ts';
import type { ScanSums } from '../src/analysis/bam/scan-state.ts';
import type { DataProblem } from '../src/analysis/data-problem.ts';

// Words of the shared memory.
const opened = 0;
const lock = 1;
const nextTicket = 2;
const turn = 3;
const closed = 4;
const busyHelpers = 5;
const problemSize = 6;
const restSize = 7;
const endsWithEndOfFile = 8;
const binCountAt = 9;
const wordCount = 16;

const numbersAt = 64;
const sequenceAt = 96;
const sequenceSize = 32;
const sumsAt = 128;
const fixedSums = 9 + 1 + 1 + 551;
const sumsSize = (binCount: number) => 8 * (fixedSums + 4 * binCount);

/**
 * What the lanes on one file share: who reads where, whose scan is due, the baton, the first
 * problem, and the sums of the lanes that are done. Stretches have tickets in the file's order; a
 * ticket's scan is due when all before it are done.
 */
export class LaneRelay {
  private readonly memory: SharedArrayBuffer;
  private readonly words: Int32Array;
  private readonly numbers: Float64Array;

  constructor(memory: SharedArrayBuffer) {
    this.memory = memory;
    this.words = new Int32Array(memory, 0, wordCount);
    this.numbers = new Float64Array(memory, numbersAt, 2);
  }

  /** Lets helpers in, at the place and with the baton that the first lane has come to. */
  open(start: { byteOffset: number; baton: Baton }, binCount: number): void {
    this.memory.grow(sumsAt + sumsSize(binCount) + batonRestMax);
    this.words[binCountAt] = binCount;
    this.numbers[0] = start.byteOffset;
    this.pass(0, start.baton);
    this.set(opened, 1);
  }

  /** Whether there is anything to help with, once that is known. */
  awaitOpening(): boolean {
    this.awaitChange(opened, (value) => value !== 0);
    return !this.isClosed();
  }

  /** One lane at a time reads on, from where to where it answers: its ticket; -1 if all is read. */
  claim(read: (byteOffset: number) => { next: number; isEnd: boolean }): number {
    while (Atomics.compareExchange(this.words, lock, 0, 1) !== 0) {
      Atomics.wait(this.words, lock, 1);
    }
    try {
      if (this.isClosed()) return -1;
      const { next, isEnd } = read(this.numbers[0]);
      this.numbers[0] = next;
      if (isEnd) Atomics.store(this.words, closed, 1);
      return this.words[nextTicket]++;
    } finally {
      Atomics.store(this.words, lock, 0);
      Atomics.notify(this.words, lock, 1);
    }
  }

  /** The baton, when the ticket's scan is due; undefined if a problem ended it all. */
  await(ticket: number): Baton | undefined {
    this.awaitChange(turn, (value) => value === ticket || value < 0);
    if (Atomics.load(this.words, turn) < 0) return undefined;
    return {
      sequence: new Uint8Array(this.memory, sequenceAt, sequenceSize).slice(),
      rest: this.rest(this.words[restSize]).slice(),
      restOffset: this.numbers[1],
      endsWithEndOfFile: this.words[endsWithEndOfFile] === 1,
    };
  }

  /** Hands the baton to the ticket whose scan is due next. */
  pass(ticket: number, { sequence, rest, restOffset, endsWithEndOfFile: ended }: Baton): void {
    new Uint8Array(this.memory, sequenceAt, sequenceSize).set(sequence);
    this.rest(rest.length).set(rest);
    this.words[restSize] = rest.length;
    this.words[endsWithEndOfFile] = Number(ended);
    this.numbers[1] = restOffset;
    this.set(turn, ticket);
  }

  /** Whether the end of the file was reached and judged sound. */
  isWhole(): boolean {
    return (
      Atomics.load(this.words, closed) !== 0 &&
      Atomics.load(this.words, turn) === this.words[nextTicket]
    );
  }

  /** Ends it for all lanes: with a problem, or because a lane has died. */
  stop(problem?: DataProblem): void {
    const text = new TextEncoder().encode(problem ? JSON.stringify(problem) : '');
    if (problem) this.rest(text.length).set(text);
    this.words[problemSize] = text.length;
    Atomics.store(this.words, closed, 1);
    this.set(turn, -1);
    this.set(opened, 1);
  }

  problem(): DataProblem | undefined {
    const size = this.words[problemSize];
    return size > 0 ? JSON.parse(new TextDecoder().decode(this.rest(size).slice())) : undefined;
  }

  enter(): void {
    Atomics.add(this.words, busyHelpers, 1);
  }

  /** A helper's last word: what it has counted. */
  leave(sums: ScanSums): void {
    while (Atomics.compareExchange(this.words, lock, 0, 1) !== 0) {
      Atomics.wait(this.words, lock, 1);
    }
    addSums(this.sums(), sums);
    Atomics.store(this.words, lock, 0);
    Atomics.notify(this.words, lock, 1);
    this.retire();
  }

  retire(): void {
    Atomics.sub(this.words, busyHelpers, 1);
    Atomics.notify(this.words, busyHelpers);
  }

  /** The first lane's sums with those of all helpers. */
  collect(sums: ScanSums): ScanSums {
    this.awaitChange(busyHelpers, (value) => value === 0);
    const shared = this.sums();
    addSums(shared, sums);
    return sumsFrom(shared, this.words[binCountAt]);
  }

  private isClosed(): boolean {
    return Atomics.load(this.words, closed) !== 0;
  }

  private sums(): Float64Array {
    return new Float64Array(this.memory, sumsAt, sumsSize(this.words[binCountAt]) / 8);
  }

  private rest(size: number): Uint8Array {
    return new Uint8Array(this.memory, sumsAt + sumsSize(this.words[binCountAt]), size);
  }

  private set(word: number, value: number): void {
    Atomics.store(this.words, word, value);
    Atomics.notify(this.words, word);
  }

  private awaitChange(word: number, isDone: (value: number) => boolean): void {
    for (;;) {
      const value = Atomics.load(this.words, word);
      if (isDone(value)) return;
      Atomics.wait(this.words, word, value);
    }
  }
}

function addSums(target: Float64Array, sums: ScanSums): void {
  let at = 0;
  const { classCounts, otherContig, fragmentTotal, fragmentCounts, ...bins } = sums;
  const columns = [bins.forward, bins.reverse, bins.gcBases, bins.calledBases];
  for (const part of [classCounts, [otherContig, fragmentTotal], fragmentCounts, ...columns]) {
    for (let i = 0; i < part.length; i++) target[at++] += part[i];
  }
}

function sumsFrom(shared: Float64Array, binCount: number): ScanSums {
  const column = (i: number) =>
    shared.slice(fixedSums + i * binCount, fixedSums + (i + 1) * binCount);
  return {
    classCounts: shared.slice(0, 9),
    otherContig: shared[9],
    fragmentTotal: shared[10],
    fragmentCounts: shared.slice(11, fixedSums),
    forward: Uint32Array.from(column(0)),
    reverse: Uint32Array.from(column(1)),
    gcBases: column(2),
    calledBases: column(3),
  };
}
