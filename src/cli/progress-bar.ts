/** Work shorter than this shows no bar, milliseconds. */
const showAfter = 1_000;
const redrawEvery = 100;
const width = 30;

export interface ProgressBar {
  /** Takes the bar away. */
  stop(): void;
}

interface ProgressOptions {
  readonly label: string;
  /** Share of the work done, 0–1. */
  fractionDone(): number;
  readonly stream?: NodeJS.WriteStream;
}

/** Shows a bar while work lasts: on a terminal only, and only once a second has passed. */
export function startProgressBar(options: ProgressOptions): ProgressBar {
  const { label, fractionDone, stream = process.stderr } = options;
  if (!stream.isTTY) return { stop: () => undefined };
  const startedAt = performance.now();
  let isShown = false;
  const timer = setInterval(() => {
    if (performance.now() - startedAt < showAfter) return;
    isShown = true;
    stream.write(`\r${formatProgress(label, fractionDone())}`);
  }, redrawEvery);
  return {
    stop() {
      clearInterval(timer);
      if (isShown) stream.write('\r\x1b[K');
    },
  };
}

/**
 * One state of the bar.
 *
 * @example formatProgress('count', 0.5) // 'count [###############               ]  50 %'
 */
export function formatProgress(label: string, fraction: number): string {
  const share = Math.min(1, Math.max(0, fraction));
  const filled = '#'.repeat(Math.round(share * width)).padEnd(width);
  return `${label} [${filled}] ${String(Math.floor(share * 100)).padStart(3)} %`;
}
