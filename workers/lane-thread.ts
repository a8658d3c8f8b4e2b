/** How a lane gives way on its thread. */
export interface LaneThread {
  /** Until the word has another value than this, or for no reason. */
  wait(words: Int32Array, word: number, value: number): Promise<unknown> | undefined;
  /** Between two stretches. */
  breathe(): Promise<unknown> | undefined;
}

/** A thread with nothing else to do sleeps. */
export const ownThread: LaneThread = {
  wait(words, word, value) {
    Atomics.wait(words, word, value);
    return undefined;
  },
  breathe: () => undefined,
};

/** The longest that other work of a thread waits for a lane, milliseconds, and one stretch. */
const breathEvery = 20;

/** A thread with an event loop lets it run: so signals are heard, and who else has died. */
export function createSharedThread(): LaneThread {
  let breathedAt = performance.now();
  return {
    wait(words, word, value) {
      const change = Atomics.waitAsync(words, word, value);
      return change.async ? change.value : undefined;
    },
    breathe() {
      if (performance.now() - breathedAt < breathEvery) return undefined;
      breathedAt = performance.now();
      return new Promise((resolve) => setImmediate(resolve));
    },
  };
}
