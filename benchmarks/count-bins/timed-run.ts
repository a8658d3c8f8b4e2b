import { spawnSync } from 'node:child_process';

export interface TimedRun {
  readonly out: string;
  readonly wallSeconds: number;
  /** User and system time of the process and its threads. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

/** Whether a program is installed. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** Runs a program to its end under GNU time; throws if it fails. */
export function timedRun(command: readonly string[]): TimedRun {
  const run = spawnSync('/usr/bin/time', ['-f', '%e %U %S %M', ...command], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (run.error) throw new Error('GNU time is missing: apt-get install time');
  if (run.status !== 0) throw new Error(`${command.join(' ')}: ${run.stderr}`);
  const [wall, user, system, kilobytes] = run.stderr.trim().split('\n').at(-1)?.split(' ') ?? [];
  return {
    out: run.stdout,
    wallSeconds: Number(wall),
    cpuSeconds: Number(user) + Number(system),
    peakMegabytes: Number(kilobytes) / 1024,
  };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
