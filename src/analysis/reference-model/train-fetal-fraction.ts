import { chrXLevel, fetalFractionChrX } from '../fetal-fraction/chr-x.ts';
import { fetalFractionChrY } from '../fetal-fraction/chr-y.ts';
import { combineEstimates } from '../fetal-fraction/combine-estimates.ts';
import { type ControlSex, controlSexes } from '../fetal-fraction/control-sexes.ts';
import type { Estimate } from '../fetal-fraction/profile-model.ts';
import { type TrainedProfile, trainProfileModel } from '../fetal-fraction/train-profile-model.ts';
import {
  type SexChromosomeModel,
  type SexedControl,
  trainSexChromosomes,
} from '../fetal-fraction/train-sex-chromosomes.ts';
import type { MeasuredControl } from './measure-control.ts';

/** Fewest labelled samples that can teach the profile. */
export const labelledMin = 15;
/** A boy whose X and Y disagree by more is no label. */
const disagreementMax = 5;
/** A given fetal fraction is taken to be this sure. */
const givenDeviation = 0.005;

export interface TrainedFetalFraction {
  readonly sexes: readonly ControlSex[];
  readonly sexChromosomes: SexChromosomeModel | null;
  readonly profile: TrainedProfile | null;
  readonly labelledCount: number;
}

/**
 * Learns fetal sex, the fractions of boys by X and Y, and from those the profile model for all.
 *
 * Shape: measured controls with the noise scores that may predict X, one row a control.
 * Edge: whatever cannot be learned is null.
 */
export function trainFetalFraction(
  controls: readonly MeasuredControl[],
  noiseScores: readonly Float64Array[],
): TrainedFetalFraction {
  const sexes = sexesOf(controls);
  const sexed = controls.flatMap((control, i): SexedControl[] => {
    const sex = sexes[i];
    const { fetalFraction } = control.control;
    return sex ? [{ ...control, sex, noiseScores: noiseScores[i], fetalFraction }] : [];
  });
  const sexChromosomes = trainSexChromosomes(sexed);
  const labelled = controls.flatMap((control, i) => {
    const label = labelOf(control, { sex: sexes[i], noiseScores: noiseScores[i], sexChromosomes });
    if (label === null) return [];
    return {
      residuals: control.residuals,
      noise: 1e6 / control.depth,
      label: label.value,
      labelVariance: label.standardDeviation ** 2,
    };
  });
  const profile = labelled.length < labelledMin ? null : trainProfileModel(labelled);
  return { sexes, sexChromosomes, profile, labelledCount: labelled.length };
}

/** Given sexes first; the others from the share of reads on Y, which is told apart without them. */
function sexesOf(controls: readonly MeasuredControl[]): ControlSex[] {
  const totals = controls.map(({ yReads }) => yReads.reduce((sum, reads) => sum + reads, 0));
  const guessed = controlSexes(
    totals.map((total, i) => total / controls[i].depth),
    totals.map((total, i) => Math.sqrt(Math.max(1, total)) / controls[i].depth),
  );
  return controls.map(({ control }, i) => control.fetalSex ?? guessed[i]);
}

function labelOf(
  control: MeasuredControl,
  known: {
    readonly sex: ControlSex;
    readonly noiseScores: Float64Array;
    readonly sexChromosomes: SexChromosomeModel | null;
  },
): Estimate | null {
  const { fetalFraction } = control.control;
  if (fetalFraction !== null) return { value: fetalFraction, standardDeviation: givenDeviation };
  if (known.sex !== 'male' || known.sexChromosomes === null) return null;
  const { chrX, chrY } = known.sexChromosomes;
  const level = chrXLevel({ ...control, noiseScores: known.noiseScores }, chrX);
  const byX = level && fetalFractionChrX(level);
  const byY = fetalFractionChrY(control, chrY);
  if (byX && byY) {
    const deviation = Math.hypot(byX.standardDeviation, byY.standardDeviation);
    if (Math.abs(byX.value - byY.value) > disagreementMax * deviation) return null;
  }
  return combineEstimates([byX, byY]);
}
