/** One word behind `banyan`. */
export interface Command {
  /** The command's full form, as `--help` prints it. */
  readonly usage: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Does the work; answers the exit code. Wrong use is thrown as `UsageError`. */
  run(words: string[]): Promise<number>;
}

/** 0 done · 1 a fault of ours · 2 wrong use · 3 the data is bad. */
export const exitCode = { done: 0, fault: 1, usage: 2, badData: 3 } as const;

/** The command was called wrongly: its message is one line for the person who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
