import { type Light, light, limitNamed } from '../quality/light.ts';
import type { QualityLimits } from '../quality/quality-limits.ts';
import { type BatchFacts, type GateSample, goodPatients, middle } from './batch-facts.ts';

/** Reads that a no-template control may have where no patient of the batch has any to compare. */
const readsOfPatient = 3_000_000;

/**
 * Whether every control shows what it must: a no-template control next to nothing, a negative one
 * low risk throughout, a positive one a trisomy. A kind of control that is missing is a red light.
 */
export function controlLights(facts: BatchFacts, limits: QualityLimits): Light[] {
  const { samples } = facts;
  const missing = limits.controls
    .filter((kind) => !samples.some((sample) => sample.kind === kind))
    .map((kind) => verdict(kind, { subject: null, fault: 'the batch has no such control' }));
  const found = samples.flatMap((sample) => {
    if (sample.kind === 'patient') return [];
    if (sample.kind === 'no-template-control') return noTemplate(sample, facts, limits);
    const fault = sample.kind === 'negative-control' ? notNegative(sample) : notPositive(sample);
    return verdict(sample.kind, { subject: sample.name, fault });
  });
  return [...missing, ...found];
}

function noTemplate(sample: GateSample, facts: BatchFacts, limits: QualityLimits): Light {
  const { kind, name: subject, result, problem } = sample;
  // Without one usable read there is nothing to count: that is what it should be.
  if (problem === 'no-usable-reads') return verdict(kind, { subject, fault: null });
  if (result === null) return verdict(kind, { subject, fault: unread(sample) });
  const reads = goodPatients(facts).map((patient) => patient.result.reads.counted);
  const share = result.reads.counted / (middle(reads) ?? readsOfPatient);
  return light(share, limitNamed(limits.batch, 'no-template-reads'), subject);
}

function notNegative(sample: GateSample): string | null {
  const { result } = sample;
  if (result === null) return unread(sample);
  if (result.qc.verdict === 'failure') return 'its own quality failed';
  const wrong = result.calls.filter(({ verdict: found }) => found !== 'low-risk');
  if (result.calls.length === 3 && wrong.length === 0) return null;
  return `it is not low-risk: ${wrong.map(({ target }) => target).join(', ') || 'calls missing'}`;
}

function notPositive(sample: GateSample): string | null {
  const { result } = sample;
  if (result === null) return unread(sample);
  if (result.qc.verdict === 'failure') return 'its own quality failed';
  const isPositive = result.calls.some(({ verdict: found }) => found === 'high-risk');
  return isPositive ? null : 'no trisomy was found in it';
}

function unread({ state, problem }: GateSample): string {
  return state === 'failed' ? `it could not be read: ${problem ?? 'unknown'}` : 'it has no result';
}

function verdict(
  check: string,
  { subject, fault }: { subject: string | null; fault: string | null },
): Light {
  const colour = fault === null ? 'green' : 'red';
  return { check, subject, value: null, limit: null, unit: '', colour, detail: fault ?? '' };
}
