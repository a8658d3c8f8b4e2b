import { runCommand } from '../../src/cli/run-command.ts';
import type { BanyanRun } from './run-banyan.ts';

/**
 * Runs the command line within this process and hands back what it wrote: all that `runBanyan`
 * runs but the start of a process, which costs most of it.
 */
export async function callBanyan(
  words: readonly string[],
  { cwd = process.cwd(), env = {} }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<BanyanRun> {
  const said = { stdout: '', stderr: '' };
  const [home, environment] = [process.cwd(), process.env];
  const names = ['stdout', 'stderr'] as const;
  const writes = names.map((name) => process[name].write);
  process.chdir(cwd);
  process.env = { ...environment, ...env };
  for (const name of names) {
    process[name].write = (text: string | Uint8Array) => {
      said[name] += Buffer.from(text as string).toString();
      return true;
    };
  }
  try {
    return { exit: await runCommand(words), out: said.stdout, err: said.stderr };
  } finally {
    names.forEach((name, i) => {
      process[name].write = writes[i];
    });
    process.env = environment;
    process.chdir(home);
  }
}
