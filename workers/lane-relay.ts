import type { Baton } from '../src/analysis/bam/bam-lane.ts';
import type { DataProblem } from '../src/analysis/data-problem.ts';
import type { LaneThread } from './lane-thread.ts';

// Words of the shared memory.
const opened = 0;
const lock = 1;
const nextTicket = 2;
const turn = 3;
const closed = 4;
const problemSize = 5;
const restSize = 6;
const endsWithEndOfFile = 7;
const wordCount = 8;

const numbersAt = 32;
const sequenceAt = 64;
const sequenceSize = 32;
const restAt = 96;

/**
 * What the lanes on one file share: who reads where, whose scan is due, the baton and the first
 * problem. Stretches have tickets in the file's order; a ticket's scan is due when all before it
 * are done.
 */
export class LaneRelay {
  private readonly memory: SharedArrayBuffer;
  private readonly words: Int32Array;
  private readonly numbers: Float64Array;
  private readonly thread: LaneThread;

  constructor(memory: SharedArrayBuffer, thread: LaneThread) {
    this.memory = memory;
    this.words = new Int32Array(memory, 0, wordCount);
    this.numbers = new Float64Array(memory, numbersAt, 2);
    this.thread = thread;
  }

  /** Lets helpers in, at the place and with the baton that the first lane has come to. */
  open(start: { byteOffset: number; baton: Baton }): void {
    this.numbers[0] = start.byteOffset;
    this.pass(0, start.baton);
    this.set(opened, 1);
  }

  /** Whether there is anything to help with, once that is known. */
  async isOpen(): Promise<boolean> {
    await this.awaitChange(opened, (value) => value !== 0);
    return !this.isClosed();
  }

  /** One lane at a time reads on, from where to where it answers: its ticket; -1 if all is read. */
  async claim(read: (byteOffset: number) => { next: number; isEnd: boolean }): Promise<number> {
    while (Atomics.compareExchange(this.words, lock, 0, 1) !== 0) {
      if (this.isClosed()) return -1;
      await this.thread.wait(this.words, lock, 1);
    }
    try {
      if (this.isClosed()) return -1;
      const { next, isEnd } = read(this.numbers[0]);
      this.numbers[0] = next;
      if (isEnd) Atomics.store(this.words, closed, 1);
      return this.words[nextTicket]++;
    } finally {
      this.set(lock, 0);
    }
  }

  /** The baton, when the ticket's scan is due; undefined if a problem ended it all. */
  async await(ticket: number): Promise<Baton | undefined> {
    await this.awaitChange(turn, (value) => value === ticket || value < 0);
    if (this.isStopped()) return undefined;
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
    return this.isClosed() && Atomics.load(this.words, turn) === this.words[nextTicket];
  }

  /** Ends it for all lanes: with a problem, or because a lane has died. */
  stop(problem?: DataProblem): void {
    const text = new TextEncoder().encode(problem ? JSON.stringify(problem) : '');
    this.rest(text.length).set(text);
    this.words[problemSize] = text.length;
    this.set(closed, 1);
    this.set(turn, -1);
    this.set(opened, 1);
    Atomics.notify(this.words, lock);
  }

  problem(): DataProblem | undefined {
    const size = this.words[problemSize];
    if (!this.isStopped() || size === 0) return undefined;
    return JSON.parse(new TextDecoder().decode(this.rest(size).slice()));
  }

  private isClosed(): boolean {
    return Atomics.load(this.words, closed) !== 0;
  }

  private isStopped(): boolean {
    return Atomics.load(this.words, turn) < 0;
  }

  private rest(size: number): Uint8Array {
    if (this.memory.byteLength < restAt + size) this.memory.grow(restAt + size);
    return new Uint8Array(this.memory, restAt, size);
  }

  private set(word: number, value: number): void {
    Atomics.store(this.words, word, value);
    Atomics.notify(this.words, word);
  }

  private async awaitChange(word: number, isDone: (value: number) => boolean): Promise<void> {
    for (;;) {
      const value = Atomics.load(this.words, word);
      if (isDone(value)) return;
      await this.thread.wait(this.words, word, value);
    }
  }
}
