import { isDayAfter } from '../calendar-date.ts';
import { type Light, light, limitNamed } from '../quality/light.ts';
import type { QualityLimits } from '../quality/quality-limits.ts';
import type { BatchFacts, GateSample } from './batch-facts.ts';
import { compareRepeats } from './compare-repeats.ts';

const targets: readonly string[] = ['13', '18', '21'];

/**
 * Signs that a result is not that of the tube it is filed under: the same data under two names, a
 * tube that was not there to be sequenced, a repeat draw that says something else.
 */
export function identityLights(facts: BatchFacts, limits: QualityLimits): Light[] {
  return [
    ...collected('same-data', sameData(facts.samples, limits)),
    ...collected('sheet-against-orders', facts.samples.flatMap(orderFault(facts.registeredOn))),
    ...collected(
      'repeat-draw',
      facts.samples.flatMap((sample) => repeatFaults(sample, limits)),
    ),
  ];
}

/** What was found, or one green light that says it was looked for. */
function collected(check: string, found: readonly Light[]): readonly Light[] {
  return found.length > 0 ? found : [plain(check, { subject: null, colour: 'green', detail: '' })];
}

function sameData(samples: readonly GateSample[], limits: QualityLimits): Light[] {
  const limit = limitNamed(limits.batch, 'same-data');
  const found = samples.filter(({ kind }) => kind !== 'no-template-control');
  const profiles = found.map(otherScores);
  return found.flatMap((one, i) =>
    found.slice(i + 1).flatMap((other, k): Light[] => {
      const subject = `${one.name}, ${other.name}`;
      if (one.inputSha256 !== null && one.inputSha256 === other.inputSha256) {
        const detail = 'two samples are made from the same bytes';
        return [plain('same-data', { subject, colour: 'red', detail })];
      }
      const likeness = correlation(profiles[i], profiles[i + 1 + k]);
      if (likeness === null) return [];
      const judged = light(likeness, limit, subject);
      return judged.colour === 'green' ? [] : [judged];
    }),
  );
}

/** z of the autosomes that are not tested for: two samples agree in them only by chance. */
function otherScores({ result }: GateSample): number[] {
  const others = (result?.chromosomes ?? []).filter((row) => !targets.includes(row.chromosome));
  return others.flatMap(({ z }) => z ?? []);
}

/** Pearson's correlation; null where one has no spread or they do not pair. */
function correlation(one: readonly number[], other: readonly number[]): number | null {
  if (one.length < 10 || one.length !== other.length) return null;
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [a, b] = [mean(one), mean(other)];
  let [both, first, second] = [0, 0, 0];
  for (let i = 0; i < one.length; i++) {
    both += (one[i] - a) * (other[i] - b);
    first += (one[i] - a) ** 2;
    second += (other[i] - b) ** 2;
  }
  // Rounding leaves a trace of spread where there is none.
  return first < 1e-9 || second < 1e-9 ? null : both / Math.sqrt(first * second);
}

function orderFault(registeredOn: string): (sample: GateSample) => Light[] {
  return ({ name: subject, order, result }) => {
    if (order === null) return [];
    const red = (detail: string) => [
      plain('sheet-against-orders', { subject, colour: 'red', detail }),
    ];
    if (order.state === 'REJECTED' && result !== null) return red('its tube was rejected');
    if (isDayAfter(order.drawnOn, registeredOn)) return red('drawn after the run began');
    if (order.receivedOn !== null && isDayAfter(order.receivedOn, registeredOn)) {
      return red('its tube was received after the run began');
    }
    return [];
  };
}

function repeatFaults({ name, result, repeats }: GateSample, limits: QualityLimits): Light[] {
  if (result === null) return [];
  return repeats.flatMap((repeat) => {
    const { opposed, gap } = compareRepeats(result, repeat, limits);
    const detail = `another sample of this pregnancy says otherwise: ${opposed.join(', ')}`;
    return [
      ...(opposed.length > 0
        ? [plain('repeat-draw', { subject: name, colour: 'red', detail })]
        : []),
      ...(gap !== null && gap.colour !== 'green' ? [{ ...gap, subject: name }] : []),
    ];
  });
}

function plain(check: string, rest: Pick<Light, 'subject' | 'colour' | 'detail'>): Light {
  return { check, value: null, limit: null, unit: '', ...rest };
}
