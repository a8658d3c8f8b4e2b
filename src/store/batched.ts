/** Loads what many keys stand for, in one statement. */
type Load<Key, Value> = (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>;

interface Batch<Key, Value> {
  readonly keys: Set<Key>;
  readonly loaded: Promise<ReadonlyMap<Key, Value>>;
  readonly start: () => void;
}

/**
 * Looks keys up together: those asked for while a statement is under way wait for the next one, so
 * that a hundred callers cost two statements. Nothing is kept: each answer was read after it was
 * asked for, and whoever was shut out meanwhile is out.
 */
export function batched<Key, Value>(
  load: Load<Key, Value>,
): (key: Key) => Promise<Value | undefined> {
  let waiting: Batch<Key, Value> | null = null;
  let isBusy = false;

  function startNext(): void {
    const batch = waiting;
    waiting = null;
    isBusy = batch !== null;
    batch?.start();
  }

  function open(): Batch<Key, Value> {
    const keys = new Set<Key>();
    const { promise, resolve } = Promise.withResolvers<void>();
    const loaded = promise.then(() => load([...keys])).finally(startNext);
    // Requests that came with the same turn of the event loop go together.
    if (!isBusy) setImmediate(startNext);
    isBusy = true;
    return { keys, loaded, start: resolve };
  }

  return async (key) => {
    waiting ??= open();
    waiting.keys.add(key);
    return (await waiting.loaded).get(key);
  };
}
