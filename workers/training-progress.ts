import type { StepName } from './training-steps.ts';

/** Rounds of each step in a usual training, and what one round takes, in seconds of one thread. */
const usual: Readonly<Record<StepName, readonly [rounds: number, seconds: number]>> = {
  readControl: [1, 13],
  fitCurve: [3, 3],
  sumStretch: [3, 1.5],
  measureStep: [1, 6],
  noiseGramStep: [2, 1.5],
  componentsStep: [1, 3],
  crossFitStep: [1, 5],
  gramStep: [1, 2],
  fitFoldStep: [1, 8],
};
const whole = Object.values(usual).reduce((sum, [rounds, seconds]) => sum + rounds * seconds, 0);
const thousandths = 1_000;

/** What a training says of its progress: thousandths done, in memory the one who waits reads. */
export function createTrainingProgress(memory: SharedArrayBuffer | undefined) {
  const milliseconds = new Map<string, number>();
  const words = new Int32Array(memory ?? new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  let finished = 0;
  let startedAt = 0;
  return {
    /** How far a step has come; 0 begins a round, 1 ends it. */
    onPart(name: StepName, share: number): void {
      if (share === 0) startedAt = performance.now();
      const [, seconds] = usual[name];
      const done = Math.min(1, (finished + share * seconds) / whole);
      Atomics.store(words, 0, Math.max(Atomics.load(words, 0), Math.floor(done * thousandths)));
      if (share < 1) return;
      finished += seconds;
      milliseconds.set(name, (milliseconds.get(name) ?? 0) + performance.now() - startedAt);
    },
    /** Milliseconds of each step, whatever its threads. */
    milliseconds,
  };
}
