import { softwareVersion } from '../software-version.ts';
import { type Command, exitCode, UsageError } from './command.ts';

/** Every command, loaded when it is called. */
const commands: Record<string, () => Promise<{ command: Command }>> = {
  count: () => import('./count.ts'),
  import: () => import('./import.ts'),
  model: () => import('./model.ts'),
  analyse: () => import('./analyse.ts'),
  verify: () => import('./verify.ts'),
  upload: () => import('./upload.ts'),
  serve: () => import('./serve.ts'),
  backup: () => import('./backup.ts'),
  restore: () => import('./restore.ts'),
  key: () => import('./key.ts'),
  audit: () => import('./audit.ts'),
  staff: () => import('./staff.ts'),
  'api-key': () => import('./api-key.ts'),
  client: () => import('./client.ts'),
  demo: () => import('./demo.ts'),
};

/** Runs the command the words name and answers the exit code; a fault of ours is told in a line. */
export async function runCommand(words: readonly string[]): Promise<number> {
  try {
    return await main(words);
  } catch (error) {
    const message = error instanceof Error ? error.message.split('\n')[0] : String(error);
    const isDebug = process.env.BANYAN_DEBUG === '1' && error instanceof Error;
    process.stderr.write(`banyan: internal fault: ${isDebug ? error.stack : message}\n`);
    return exitCode.fault;
  }
}

async function main([name, ...words]: readonly string[]): Promise<number> {
  if (name === '--version' || name === '-v') return print(`${softwareVersion()}\n`);
  if (name === '--help' || name === '-h') return print(await helpText());
  const load = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined;
  if (load === undefined) {
    const wrong = name === undefined ? 'no command given' : `unknown command ${name}`;
    return refuse(wrong, await helpText());
  }
  const { command } = await load();
  if (words.includes('--help') || words.includes('-h')) {
    return print(`${command.summary}\n\n${command.usage}\n`);
  }
  try {
    return await command.run(words);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return refuse(error.message, `${command.usage}\n`);
  }
}

function print(text: string): number {
  process.stdout.write(text);
  return exitCode.done;
}

function refuse(message: string, usage: string): number {
  process.stderr.write(`banyan: ${message}\n${usage}`);
  return exitCode.usage;
}

async function helpText(): Promise<string> {
  const names = Object.keys(commands);
  const width = Math.max(...names.map((name) => name.length));
  const lines = await Promise.all(
    names.map(async (name) => {
      const { command } = await commands[name]();
      return `  ${name.padEnd(width)}  ${command.summary}`;
    }),
  );
  return [
    'usage: banyan <command> [options]',
    '',
    ...lines,
    '',
    'banyan <command> --help tells more. Exit codes: 0 done, 1 a fault of ours, 2 wrong use, 3 bad data.',
    '',
  ].join('\n');
}
