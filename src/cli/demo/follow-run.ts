import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoUsers } from './demo-users.ts';

interface RunState {
  readonly samples: readonly {
    readonly name: string;
    readonly id: string;
    readonly state: string;
  }[];
}

const pollMs = 500;
/** A computer that needs longer than this for one flow cell is not working on it. */
const patienceMs = 15 * 60_000;

/** Waits until every sample of a run is scored or has failed; answers their ids by name. */
export async function followRun(
  { technician }: DemoUsers,
  runId: string,
  onProgress: (doneFraction: number) => void,
): Promise<Map<string, { id: string; state: string }>> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const { samples } = await technician.get<RunState>(`/api/v1/runs/${runId}`);
    const done = samples.filter(({ state }) => state === 'SCORED' || state === 'FAILED');
    onProgress(done.length / samples.length);
    if (done.length === samples.length) {
      return new Map(samples.map(({ name, id, state }) => [name, { id, state }]));
    }
    if (Date.now() > deadline) throw new Error('the run was not scored in time');
    await sleep(pollMs);
  }
}
