import { type Light, light, limitNamed } from '../quality/light.ts';
import type { QualityLimit, QualityLimits } from '../quality/quality-limits.ts';
import { type BatchFacts, goodPatients, middle } from './batch-facts.ts';

/** Standard errors of a median and of a scaled median deviation, times sqrt(n), normal values. */
const errorOf = { median: 1.2533, deviation: 1.1664 } as const;
const errorsAllowed = { amber: 2, red: 3 } as const;
const chromosomes = ['13', '18', '21'] as const;

/**
 * Whether the patients of a batch lie where the control group does: for each target the robust mean
 * and spread of z. Trisomies among them move a median little.
 *
 *   mean = median(z)                         limit 0.3 + k * 1.2533 / sqrt(n)
 *   spread = 1.4826 * median(|z - mean|)     limit 1.2 * (1 + k * 1.1664 / sqrt(n))
 *
 * k is 2 for amber, 3 for red, so that a small batch is not held for what is chance.
 *
 * Source: limits of the quality data; Hampel 1974, JASA 69:383. Unit: standard deviations.
 * Edge: grey below the fewest patients of the limits.
 */
export function driftLights(facts: BatchFacts, limits: QualityLimits): Light[] {
  const patients = goodPatients(facts);
  return chromosomes.flatMap((chromosome) => {
    const scores = patients.flatMap(({ result }) => {
      const z = result.chromosomes.find((row) => row.chromosome === chromosome)?.z ?? null;
      return z === null ? [] : [z];
    });
    const mean = limitNamed(limits.batch, 'drift-mean');
    const spread = limitNamed(limits.batch, 'drift-spread');
    const subject = `chromosome ${chromosome}`;
    const count = scores.length;
    if (count < limits.driftPatientsMin) {
      return [mean, spread].map((limit) => tooFew(limit, { subject, count }));
    }
    const centre = middle(scores) ?? 0;
    const deviation = 1.4826 * (middle(scores.map((z) => Math.abs(z - centre))) ?? 0);
    const root = Math.sqrt(count);
    const meanLight = light(Math.abs(centre), widened(mean, errorOf.median / root), subject);
    const error = ((spread.red ?? 0) * errorOf.deviation) / root;
    return [{ ...meanLight, value: centre }, light(deviation, widened(spread, error), subject)];
  });
}

function widened(limit: QualityLimit, error: number): QualityLimit {
  const { amber, red } = limit;
  return {
    ...limit,
    amber: amber === null ? null : amber + errorsAllowed.amber * error,
    red: red === null ? null : red + errorsAllowed.red * error,
  };
}

function tooFew(
  { name: check, unit }: QualityLimit,
  { subject, count }: { subject: string; count: number },
): Light {
  const detail = `${count} patients are too few to tell drift from chance`;
  return { check, subject, value: null, limit: null, unit, colour: 'grey', detail };
}
