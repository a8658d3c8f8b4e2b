import {
  expectedOnX,
  type SexChromosomeEvidence,
  sexChromosomeEvidence,
} from '../fetal-fraction/sex-chromosome-evidence.ts';
import { autosomeCount } from '../genome/chromosome.ts';
import { binResiduals } from '../normalise/bin-residuals.ts';
import { correctedFractions } from '../normalise/corrected-fractions.ts';
import type { ExpectedProfile } from '../normalise/expected-profile.ts';
import { normaliseSample } from '../normalise/normalise-sample.ts';
import { type ChromosomeExcess, chromosomeExcess } from '../score/chromosome-excess.ts';
import type { Crew } from '../statistics/crew.ts';
import { sharedCopy } from '../statistics/shared-memory.ts';
import type { ControlSample } from './control-sample.ts';

/** A control reduced to what training looks at; its bins are not kept. */
export interface MeasuredControl extends SexChromosomeEvidence {
  readonly control: ControlSample;
  readonly depth: number;
  readonly windowReads: Float64Array;
  readonly windowExpected: Float64Array;
  readonly fractions: Float64Array;
  /** One per autosome. */
  readonly excesses: readonly ChromosomeExcess[];
  /** Weighted residuals of the reference bins. */
  readonly residuals: Float32Array;
}

/** Measures a control against the profile; null if an autosome of it has no reads. */
export function measureControl(
  control: ControlSample,
  profile: ExpectedProfile,
  bins: Int32Array,
): MeasuredControl | null {
  const { reads } = control;
  const sample = normaliseSample(reads, profile);
  const excesses: ChromosomeExcess[] = [];
  for (let c = 0; c < autosomeCount; c++) {
    const excess = chromosomeExcess(sample, c);
    if (excess === null) return null;
    excesses.push(excess);
  }
  const { depth, expectedReads, windowReads, windowExpected } = sample;
  return {
    control,
    depth,
    windowReads,
    windowExpected,
    fractions: correctedFractions(sample, profile),
    excesses,
    residuals: binResiduals({ reads, expectedReads }, profile.expected, bins),
    ...sexChromosomeEvidence({ reads, expectedReads }, profile),
  };
}

interface Measuring {
  readonly controls: readonly ControlSample[];
  readonly profile: ExpectedProfile;
  readonly bins: Int32Array;
}

/** A step: what was measured, without what the one who asked has already. */
export function measureStep(
  { controls, profile, bins }: Measuring,
  index: number,
): Omit<MeasuredControl, 'control' | 'xExpected'> | null {
  const measured = measureControl(controls[index], profile, bins);
  if (measured === null) return null;
  const { control: _, xExpected: __, ...rest } = measured;
  return { ...rest, residuals: sharedCopy(rest.residuals) };
}

/** Measures all controls; null in the place of one with an autosome that has no reads. */
export function measureControls(task: Measuring, crew: Crew): (MeasuredControl | null)[] {
  const xExpected = expectedOnX(task.profile);
  return crew
    .map(measureStep, task, task.controls.length)
    .map((rest, i) => rest && { ...rest, control: task.controls[i], xExpected });
}
