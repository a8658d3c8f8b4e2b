import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { StormAnswer, StormCommand } from './serve-entry.ts';

const entry = fileURLToPath(new URL('./serve-entry.ts', import.meta.url));
const startSecondsMax = 60;

interface ProcessOptions {
  readonly home: string;
  readonly model: string;
  readonly roles: string;
  /** Where it listens, and again after each death; 0 where it does not listen. */
  readonly port: number;
  readonly databaseUrl: string;
  /** All it says, for whoever looks for a cause. */
  readonly logFile: string;
}

/** One service process of the storm, which is started again whenever it was killed. */
export class StormProcess {
  readonly #options: ProcessOptions;
  #child: ChildProcess | null = null;

  constructor(options: ProcessOptions) {
    this.#options = options;
  }

  get address(): string {
    return `http://127.0.0.1:${this.#options.port}`;
  }

  /** Throws where it is gone though nobody ended it: a fault, which a restart would hide. */
  expectAlive(): void {
    const { exitCode = null, signalCode = null } = this.#child ?? {};
    if (exitCode === null && signalCode === null) return;
    const how = signalCode ?? `exit code ${exitCode}`;
    throw new Error(`a process ended by itself (${how}): see ${this.#options.logFile}`);
  }

  get listens(): boolean {
    return this.#options.roles.includes('web');
  }

  /** Starts it; one that dies on the way because its database does is started again. */
  async start(): Promise<void> {
    const deadline = Date.now() + startSecondsMax * 1000;
    while (!(await this.#startOnce())) {
      if (Date.now() > deadline) throw new Error('the service did not start within a minute');
      await delay(200);
    }
  }

  async #startOnce(): Promise<boolean> {
    const { home, model, roles, port, databaseUrl, logFile } = this.#options;
    const words = ['serve', '--home', home, '--model', model, '--roles', roles];
    const child = fork(entry, [...words, '--port', String(port)], {
      env: {
        ...process.env,
        ...{
          DATABASE_URL: databaseUrl,
          BANYAN_WORKERS: '2',
          BANYAN_IDLE_MINUTES: '720',
          BANYAN_MIN_FREE: '8M',
        },
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    let said = '';
    const ready = new Promise<boolean>((resolve) => {
      const hear = (bytes: Buffer) => {
        appendFileSync(logFile, bytes);
        if (said === null) return;
        said += bytes;
        if (/Banyan (?:listens on|takes jobs)/.test(said)) resolve(true);
      };
      child.stdout?.on('data', hear);
      child.stderr?.on('data', hear);
      child.once('exit', () => resolve(false));
    });
    return ready;
  }

  /** As the kernel does when memory is short: without a chance to do anything. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** As Ctrl-C does. */
  async stop(): Promise<void> {
    await this.#end('SIGINT');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  /** Ends one of its worker threads; answers whether there was one. */
  async endThread(choice: number): Promise<boolean> {
    const child = this.#child;
    if (!child?.connected) return false;
    const answered = once(child, 'message', { signal: AbortSignal.timeout(5000) });
    this.#tell({ endThread: choice });
    const [{ threads }] = (await answered) as [StormAnswer];
    return threads > 0;
  }

  setClock(clockOffset: number): void {
    this.#tell({ clockOffset });
  }

  #tell(command: StormCommand): void {
    if (this.#child?.connected) this.#child.send(command);
  }
}
