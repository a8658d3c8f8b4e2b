import type { DemoCase } from './demo-case.ts';
import type { DemoUsers } from './demo-users.ts';

interface Batch {
  readonly id: string;
  readonly state: string;
  readonly gate: { readonly lights: readonly { check: string; colour: string }[] } | null;
}

const controls = ['no-template-control', 'negative-control', 'positive-control'] as const;

/**
 * Takes the batch through its gate. A whole flow cell has its controls and is released by itself;
 * of a smaller one the manager sees the red lights and releases it. Answers what nobody expected.
 */
export async function passGate(
  { manager }: DemoUsers,
  { runId, cases }: { runId: string; cases: readonly Pick<DemoCase, 'kind'>[] },
): Promise<string[]> {
  const batch = await manager.get<Batch>(`/api/v1/runs/${runId}/batch`);
  const lights = batch.gate?.lights ?? [];
  const red = lights.filter(({ colour }) => colour === 'red').map(({ check }) => check);
  const missing = controls.filter((kind) => !cases.some((each) => each.kind === kind));
  if (batch.state === 'HELD') {
    const reason = `simulated flow cell without ${missing.join(', ') || 'good controls'}`;
    await manager.post(`/api/v1/batches/${batch.id}/release`, { reason });
  }
  const isAsExpected = [...red].sort().join() === [...missing].sort().join();
  return isAsExpected ? [] : [`the gate found ${red.join(', ') || 'nothing'}: ${batch.state}`];
}
