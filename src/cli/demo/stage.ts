import { startProgressBar } from '../progress-bar.ts';

/** Tells how far a stage has come, 0–1. */
export type OnProgress = (fraction: number) => void;

/** Runs one stage with its line and, on a terminal, its bar; prints how long it took. */
export async function stage<T>(
  label: string,
  work: (onProgress: OnProgress) => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  let fraction = 0;
  const bar = startProgressBar({ label, fractionDone: () => fraction });
  try {
    return await work((now) => {
      fraction = now;
    });
  } finally {
    bar.stop();
    const seconds = (performance.now() - startedAt) / 1000;
    process.stdout.write(`${label} … ${seconds.toFixed(1)} s\n`);
  }
}
