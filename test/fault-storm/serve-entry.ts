import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { Worker } from 'node:worker_threads';

/**
 * `banyan` as a process whose clock and threads the storm holds in its hand. The product knows
 * nothing of it: the built-in classes are replaced before its first module is loaded.
 *
 *   node serve-entry.ts serve --home … (with an IPC channel that carries commands)
 */
export type StormCommand =
  /** The wall clock stands so much later than it should, milliseconds. */
  | { readonly clockOffset: number }
  /** One of the living worker threads ends where it is, as by an error below JavaScript. */
  | { readonly endThread: number };

/** What the process tells: how many threads were alive when one was to end. */
export interface StormAnswer {
  readonly threads: number;
}

let clockOffset = 0;
const threads = new Set<Worker>();

bendClock();
watchThreads();
process.on('message', (command: StormCommand) => {
  if ('clockOffset' in command) clockOffset = command.clockOffset;
  else endThread(command.endThread);
});
// The service ends when it has nothing to do, whether or not the storm still listens.
process.channel?.unref();
await import('../../src/cli/banyan.ts');

function bendClock(): void {
  const RealDate = Date;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, words: [], newTarget) =>
      words.length > 0
        ? Reflect.construct(target, words, newTarget)
        : Reflect.construct(target, [RealDate.now() + clockOffset], newTarget),
    get: (target, name, receiver) =>
      name === 'now' ? () => RealDate.now() + clockOffset : Reflect.get(target, name, receiver),
  });
}

function watchThreads(): void {
  const built = createRequire(import.meta.url)('node:worker_threads');
  built.Worker = class extends built.Worker {
    constructor(...words: unknown[]) {
      super(...words);
      const worker = this as unknown as Worker;
      threads.add(worker);
      worker.once('exit', () => threads.delete(worker));
    }
  };
  syncBuiltinESMExports();
}

function endThread(choice: number): void {
  const alive = [...threads];
  process.send?.({ threads: alive.length } satisfies StormAnswer);
  void alive[Math.floor(choice * alive.length)]?.terminate();
}
