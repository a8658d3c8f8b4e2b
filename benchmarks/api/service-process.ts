import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const banyan = fileURLToPath(new URL('../../dist/src/cli/banyan.js', import.meta.url));

/** The built service as a process of its own. */
export interface ServiceProcess {
  readonly address: string;
  /** Of all its threads since its start. PostgreSQL is a process of its own. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

/** Clock ticks of Linux. */
const ticksPerSecond = 100;

/** Starts `banyan serve` on a home and waits until it listens; `flags` are Node's own. */
export async function startService(
  home: string,
  settings: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
): Promise<ServiceProcess> {
  const child = spawn(
    process.execPath,
    [...flags, banyan, 'serve', '--home', home, '--port', '0'],
    {
      env: { ...process.env, DATABASE_URL: '', BANYAN_WORKERS: '2', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  // As an operator would keep it: read, not shown.
  let log = '';
  child.stderr?.on('data', (bytes) => {
    log = `${log}${bytes}`.slice(-4000);
  });
  const address = await addressOf(child).catch((error: unknown) => {
    throw new Error(`the service did not start: ${log}`, { cause: error });
  });
  return {
    address,
    cpuSeconds: () => {
      const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
      // After the name, which stands in brackets: user and system time are fields 14 and 15.
      const [user, system] = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .slice(11, 13);
      return (Number(user) + Number(system)) / ticksPerSecond;
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', (code) => reject(new Error(`exit code ${code}`)));
    child.stdout?.on('data', (bytes) => {
      text += bytes;
      const address = /listens on (\S+)/.exec(text)?.[1];
      if (address !== undefined) resolve(address);
    });
  });
}

/** The sum of a counter's or gauge's samples in the service's own `/metrics`. */
export async function readMetric(
  { address }: ServiceProcess,
  key: string,
  name: string,
): Promise<number> {
  const answer = await fetch(`${address}/metrics`, { headers: { authorization: `Bearer ${key}` } });
  const lines = (await answer.text()).split('\n');
  const values = lines.filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  if (values.length === 0) throw new Error(`/metrics answers ${answer.status} without ${name}`);
  return values.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
