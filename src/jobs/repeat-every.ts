import type { Logger } from 'pino';

/**
 * Does a chore again and again; a failure is told and tried again the next time. Answers what ends
 * it.
 */
export function repeatEvery(
  milliseconds: number,
  chore: () => Promise<void>,
  log: Logger,
): () => void {
  const timer = setInterval(() => {
    chore().catch((error: unknown) => log.warn({ err: error }, 'a chore failed'));
  }, milliseconds);
  timer.unref();
  return () => clearInterval(timer);
}
