import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../src/cli/banyan.ts', import.meta.url));

export interface BanyanRun {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line as a process of its own, its output in pipes. */
export function runBanyan(
  words: readonly string[],
  options: { readonly cwd?: string; readonly env?: Record<string, string> } = {},
): BanyanRun {
  const run = spawnSync(process.execPath, [entry, ...words], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: 60_000,
  });
  // Past its time what the process has said is thrown away, though it may have ended by itself.
  if (run.error !== undefined) throw run.error;
  return { exit: run.status, out: run.stdout, err: run.stderr };
}
