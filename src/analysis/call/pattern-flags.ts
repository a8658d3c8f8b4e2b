import type { Call, ChromosomeScore, FetalFraction, Segment } from '../analysis-result.ts';
import { zCut } from './detection-limit.ts';
import { isBeyondFetal } from './segment-origin.ts';

/** Targets called at once, or autosomes beyond the cut, that one fetus hardly explains. */
const targetsMin = 2;
const autosomesMin = 3;
/** Observed change over what the fetus can bring at most, beyond which the mother is suspected. */
const excessShareMax = 1.5;
/** Share of the fetus's own fraction that a lesser excess may point to a twin that is no more. */
const twinShareMax = 0.7;

/** What a whole sample shows, chromosome by chromosome. */
interface SamplePattern {
  readonly chromosomes: readonly ChromosomeScore[];
  readonly segments: readonly Segment[];
  readonly calls: readonly Call[];
  readonly fetalFraction: FetalFraction;
}

/**
 * Patterns over the whole genome that call for a person to look before anything is reported.
 *
 *   several-chromosomes: two targets high-risk, or three autosomes with |z| ≥ 3 (a tumour of the
 *     mother, or a faulty library)
 *   maternal-or-fetal: a segment beyond what one copy in the fetus makes (`isBeyondFetal`), or a
 *     chromosome with |z| ≥ 3 and an excess above 1.5 FF / 2 at the upper end of FF's interval
 *   possible-vanished-twin: a target with z ≥ 3 that a full trisomy explains worse than none, with
 *     less than 0.7 of the excess of one at the lower end of FF's interval
 *
 * They move no verdict.
 *
 * Source: the rules for z and fetal fraction of the domain, d to f; the numbers are our own.
 * Shape: 22 scores, 3 calls, segments in, flags out. Unit: z in standard deviations, FF 0–1.
 * Edge: without a fetal fraction chromosomes and twins cannot be judged.
 *
 * @example patternFlags({ chromosomes, segments, calls, fetalFraction })
 *   // ['several-chromosomes'] where T21 and T18 are both high-risk
 */
export function patternFlags(pattern: SamplePattern): string[] {
  const { chromosomes, calls, fetalFraction } = pattern;
  const high = calls.filter(({ verdict }) => verdict === 'high-risk').length;
  const beyond = chromosomes.filter(({ z }) => z !== null && Math.abs(z) >= zCut);
  const flags: string[] = [];
  if (high >= targetsMin || beyond.length >= autosomesMin) flags.push('several-chromosomes');
  if (isMaternal(pattern)) flags.push('maternal-or-fetal');
  if (fetalFraction.low === null) return flags;
  const least = (twinShareMax * fetalFraction.low) / 2;
  const discordant = calls.filter(({ reasons }) => reasons.includes('z-ff-discordant'));
  if (discordant.some(({ target }) => excessOf(chromosomes, target.slice(1)) < least)) {
    flags.push('possible-vanished-twin');
  }
  return flags;
}

function isMaternal({ chromosomes, segments, fetalFraction }: SamplePattern): boolean {
  if (segments.some((segment) => isBeyondFetal(segment, fetalFraction))) return true;
  if (fetalFraction.high === null) return false;
  const excessMax = (excessShareMax * fetalFraction.high) / 2;
  return chromosomes.some(
    ({ z, cv }) => z !== null && cv !== null && Math.abs(z) >= zCut && Math.abs(z) * cv > excessMax,
  );
}

function excessOf(chromosomes: readonly ChromosomeScore[], name: string): number {
  const score = chromosomes.find(({ chromosome }) => chromosome === name);
  return (score?.z ?? Number.NaN) * (score?.cv ?? Number.NaN);
}
