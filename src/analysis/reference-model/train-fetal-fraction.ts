import { chrXLevel, fetalFractionChrX } from '../fetal-fraction/chr-x.ts';
import { fetalFractionChrY } from '../fetal-fraction/chr-y.ts';
import { combineEstimates } from '../fetal-fraction/combine-estimates.ts';
import { type ControlSex, controlSexes } from '../fetal-fraction/control-sexes.ts';
import type { FragmentModel } from '../fetal-fraction/fragment-lengths.ts';
import type { ProfiledSample } from '../fetal-fraction/profile-direction.ts';
import type { ProfileLayout } from '../fetal-fraction/profile-layout.ts';
import type { Estimate } from '../fetal-fraction/profile-model.ts';
import {
  type FragmentedSample,
  trainFragmentLengths,
} from '../fetal-fraction/train-fragment-lengths.ts';
import {
  type LabelledSample,
  type TrainedProfile,
  trainProfileModel,
} from '../fetal-fraction/train-profile-model.ts';
import {
  type SexChromosomeModel,
  type SexedControl,
  trainSexChromosomes,
} from '../fetal-fraction/train-sex-chromosomes.ts';
import type { Crew } from '../statistics/crew.ts';
import { assignFolds } from './folds.ts';
import type { MeasuredControl } from './measure-control.ts';

/**
 * Fewest labelled samples that can teach the profile: fewer come from one batch or two, whose
 * patterns the profile would start from, and no cross-validation among them can see that.
 */
export const labelledMin = 15;
const foldCount = 5;
/** Few labelled samples leave fewer out at a time. */
const smallGroup = 30;
const smallGroupFolds = 10;
/** A boy whose X and Y disagree by more is no label. */
const disagreementMax = 5;
/** A given fetal fraction is taken to be this sure. */
const givenDeviation = 0.005;

export interface TrainedFetalFraction {
  readonly sexes: readonly ControlSex[];
  readonly sexChromosomes: SexChromosomeModel | null;
  readonly profile: TrainedProfile | null;
  readonly fragmentLengths: FragmentModel | null;
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
  { layout, crew }: { readonly layout: ProfileLayout; readonly crew: Crew },
): TrainedFetalFraction {
  const { sexes, sexChromosomes } = learnSexes(controls, noiseScores);
  const labelled: Omit<LabelledSample, 'fold'>[] = [];
  const shares: (number | null)[] = [];
  const batches: (string | null)[] = [];
  const unlabelled: ProfiledSample[] = [];
  controls.forEach((control, i) => {
    const label = labelOf(control, { sex: sexes[i], noiseScores: noiseScores[i], sexChromosomes });
    const sample = { residuals: control.residuals, noise: 1e6 / control.depth };
    if (label === null && sexes[i] === 'female') unlabelled.push(sample);
    if (label === null) return;
    const { value, standardDeviation } = label;
    labelled.push({ ...sample, label: value, labelVariance: standardDeviation ** 2 });
    shares.push(control.control.shortShare ?? null);
    batches.push(control.control.batch);
  });
  const folds = assignFolds(batches, labelled.length < smallGroup ? smallGroupFolds : foldCount);
  const profile =
    labelled.length < labelledMin
      ? null
      : trainProfileModel(
          labelled.map((sample, i) => ({ ...sample, fold: folds[i] })),
          unlabelled,
          { layout, crew },
        );
  const fragmented = labelled.flatMap(({ label, labelVariance }, i): FragmentedSample[] => {
    const share = shares[i];
    return share === null ? [] : [{ share, label, labelVariance, batch: batches[i] }];
  });
  const fragmentLengths = trainFragmentLengths(fragmented);
  return { sexes, sexChromosomes, profile, fragmentLengths, labelledCount: labelled.length };
}

/** Sexes are guessed by X, then by what X and Y together say of the fraction, until they settle. */
const roundsMax = 4;

/** Given sexes first; the others where two groups stand clearly apart. */
function learnSexes(
  controls: readonly MeasuredControl[],
  noiseScores: readonly Float64Array[],
): Pick<TrainedFetalFraction, 'sexes' | 'sexChromosomes'> {
  let sexes = withGiven(controls, controlSexes(controls.map(xDeficit)));
  let sexChromosomes = trainSexChromosomes(sexedOf(controls, sexes, noiseScores));
  for (let round = 0; round < roundsMax && sexChromosomes !== null; round++) {
    const known = sexChromosomes;
    const fractions = controls.map((control, i) => {
      const level = chrXLevel({ ...control, noiseScores: noiseScores[i] }, known.chrX);
      const byX = level && fetalFractionChrX(level);
      return combineEstimates([byX, fetalFractionChrY(control, known.chrY)]) ?? xDeficit(control);
    });
    const next = withGiven(controls, controlSexes(fractions));
    if (next.every((sex, i) => sex === sexes[i])) break;
    sexes = next;
    sexChromosomes = trainSexChromosomes(sexedOf(controls, sexes, noiseScores)) ?? known;
  }
  return { sexes, sexChromosomes };
}

/** What X lacks against the group's mean, on the scale of a fetal fraction. */
function xDeficit({ xReads, xExposure, xExpected }: MeasuredControl): Estimate {
  let reads = 0;
  let expected = 0;
  for (let b = 0; b < xReads.length; b++) {
    if (xExposure[b] === 0) continue;
    reads += xReads[b];
    expected += xExposure[b] * xExpected[b];
  }
  return { value: 2 * (1 - reads / expected), standardDeviation: 2 / Math.sqrt(expected) };
}

function withGiven(
  controls: readonly MeasuredControl[],
  guessed: readonly ControlSex[],
): ControlSex[] {
  return controls.map(({ control }, i) => control.fetalSex ?? guessed[i]);
}

function sexedOf(
  controls: readonly MeasuredControl[],
  sexes: readonly ControlSex[],
  noiseScores: readonly Float64Array[],
): SexedControl[] {
  return controls.flatMap((control, i) => {
    const sex = sexes[i];
    const { fetalFraction } = control.control;
    return sex ? [{ ...control, sex, noiseScores: noiseScores[i], fetalFraction }] : [];
  });
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
