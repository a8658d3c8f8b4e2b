import {
  type SexChromosomeEvidence,
  sexChromosomeEvidence,
} from '../fetal-fraction/sex-chromosome-evidence.ts';
import { autosomeCount } from '../genome/chromosome.ts';
import { binResiduals } from '../normalise/bin-residuals.ts';
import { correctedFractions } from '../normalise/corrected-fractions.ts';
import type { ExpectedProfile } from '../normalise/expected-profile.ts';
import { normaliseSample } from '../normalise/normalise-sample.ts';
import { type ChromosomeExcess, chromosomeExcess } from '../score/chromosome-excess.ts';
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
