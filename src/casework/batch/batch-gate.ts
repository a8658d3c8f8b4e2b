import type { Light } from '../quality/light.ts';
import type { QualityLimits } from '../quality/quality-limits.ts';
import type { BatchFacts } from './batch-facts.ts';
import { controlLights } from './control-lights.ts';
import { driftLights } from './drift-lights.ts';
import { identityLights } from './identity-lights.ts';
import { runLights } from './run-lights.ts';

/** What the gate found. */
export interface BatchGate {
  readonly verdict: 'pass' | 'fail';
  readonly limitsVersion: number;
  readonly lights: readonly Light[];
}

/**
 * Whether the reports of a batch may leave: controls, run, drift and identity, each a light. One
 * red light fails the batch, whatever the others say.
 */
export function batchGate(facts: BatchFacts, limits: QualityLimits): BatchGate {
  const lights = [
    ...controlLights(facts, limits),
    ...runLights(facts, limits),
    ...driftLights(facts, limits),
    ...identityLights(facts, limits),
  ];
  const verdict = lights.some(({ colour }) => colour === 'red') ? 'fail' : 'pass';
  return { verdict, limitsVersion: limits.version, lights };
}
