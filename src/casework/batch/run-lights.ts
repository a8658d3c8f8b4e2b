import { type Light, light, limitNamed } from '../quality/light.ts';
import type { QualityLimits } from '../quality/quality-limits.ts';
import { type BatchFacts, middle } from './batch-facts.ts';

/** How the run as a whole went: patients that failed, and the middle of reads and duplicates. */
export function runLights({ samples }: BatchFacts, { run }: QualityLimits): Light[] {
  const patients = samples.filter(({ kind, state }) => kind === 'patient' && state !== 'aside');
  if (patients.length === 0) return [];
  const failed = patients.filter(
    ({ state, result }) => state === 'failed' || result?.qc.verdict === 'failure',
  );
  const results = patients.flatMap(({ result }) => result ?? []);
  const duplicates = results.flatMap(({ reads }) => reads.duplicateFraction ?? []);
  const outstanding = samples.filter(({ state }) => state === 'outstanding');
  return [
    light(failed.length / patients.length, limitNamed(run, 'failed-patients'), null),
    light(middle(results.map(({ reads }) => reads.counted)), limitNamed(run, 'median-reads'), null),
    light(middle(duplicates), limitNamed(run, 'median-duplicates'), null),
    ...outstanding.map(({ name: subject }): Light => {
      const nothing = { value: null, limit: null, unit: '' };
      const detail = 'it has no result yet';
      return { check: 'outstanding', subject, ...nothing, colour: 'red', detail };
    }),
  ];
}
