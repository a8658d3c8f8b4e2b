import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** A running server, as the kernel lists it. */
interface RunningServer {
  readonly processId: number;
  readonly port: number;
}

/** The server whose cluster lies in a folder; null while there is none. */
export function findPostgres(folder: string): RunningServer | null {
  for (const { processId, words } of processes()) {
    const cluster = words[words.indexOf('-D') + 1] ?? '';
    if (!words[0]?.endsWith('postgres') || !cluster.startsWith(folder)) continue;
    return { processId, port: Number(words[words.indexOf('-p') + 1]) };
  }
  return null;
}

/** Kills a server with all its processes, as a power cut would; answers whether there was one. */
export function killPostgres(folder: string): boolean {
  const server = findPostgres(folder);
  if (server === null) return false;
  const parts = processes().filter(({ parent }) => parent === server.processId);
  for (const { processId } of [server, ...parts]) kill(processId);
  return true;
}

/** Waits until a server stands in the folder. */
export async function awaitPostgres(folder: string): Promise<RunningServer> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await delay(50)) {
    const server = findPostgres(folder);
    if (server !== null) return server;
  }
  throw new Error(`no database server came up in ${folder}`);
}

function kill(processId: number): void {
  try {
    process.kill(processId, 'SIGKILL');
  } catch {
    // It went with the others.
  }
}

function processes() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
        const facts = readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ');
        return [{ processId: Number(name), parent: Number(facts[1]), words }];
      } catch {
        return [];
      }
    });
}
