import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { foundLaboratory, type Laboratory } from '../../src/cli/demo/found-laboratory.ts';
import { setupTokenFile } from '../../src/security/setup-token.ts';

const program = fileURLToPath(new URL('../../src/cli/banyan.ts', import.meta.url));

/** `banyan serve` as a process of its own, which a test may kill. */
export interface ServeProcess {
  readonly address: string;
  /** The bearer of the sequencer or of a person. */
  readonly key: (role: 'sequencer' | 'technician' | 'reviewer' | 'approver') => Promise<string>;
  /** The people and machines of the home, made when they are first asked for. */
  readonly laboratory: () => Promise<Laboratory>;
  /** Resolves when a line with these words has been logged since the start. */
  logged(words: string): Promise<void>;
  /** As the kernel or a power cut would: without a chance to do anything. */
  kill(): Promise<void>;
  /** As Ctrl-C does; answers the exit code. */
  stop(): Promise<number | null>;
}

/** What was made in a home stays there when its service is killed. */
const laboratories = new Map<string, Promise<Laboratory>>();

function laboratoryOf(home: string, address: string): Promise<Laboratory> {
  const known =
    laboratories.get(home) ?? foundLaboratory(address, setupTokenFile(join(home, 'secrets')));
  laboratories.set(home, known);
  return known;
}

/** Starts the service on a home and waits until it listens. */
export async function startServeProcess(
  home: string,
  options: readonly string[] = [],
): Promise<ServeProcess> {
  const words = ['serve', '--home', home, '--port', '0', ...options];
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...process.env, BANYAN_WORKERS: '2', DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const output = collect(child);
  const address = await output.find(/listens on (\S+)/, ended);
  return {
    address,
    key: async (role) => {
      const laboratory = await laboratoryOf(home, address);
      return role === 'sequencer' ? laboratory.sequencerKey : laboratory[role].token;
    },
    laboratory: () => laboratoryOf(home, address),
    logged: async (words) => void (await output.find(new RegExp(`(${words})`), ended)),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      child.kill('SIGINT');
      await ended;
      return child.exitCode;
    },
  };
}

function collect(child: ChildProcess) {
  let text = '';
  let tell: () => void = () => undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (bytes) => {
      text += bytes;
      tell();
    });
  }
  return {
    find: (pattern: RegExp, ended: Promise<unknown>) =>
      new Promise<string>((resolve, reject) => {
        tell = () => {
          const found = pattern.exec(text)?.[1];
          if (found !== undefined) resolve(found);
        };
        tell();
        ended.then(() => reject(new Error(`the service ended: ${text}`)), reject);
      }),
  };
}
