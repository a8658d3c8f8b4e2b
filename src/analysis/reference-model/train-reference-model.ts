import { type DataProblem, failure, type Result, success } from '../data-problem.ts';
import { createProfileLayout } from '../fetal-fraction/profile-layout.ts';
import type { BinGrid } from '../genome/bin-grid.ts';
import { autosomeCount } from '../genome/chromosome.ts';
import { referenceBins } from '../normalise/bin-residuals.ts';
import type { ExpectedProfile } from '../normalise/expected-profile.ts';
import { isReferenceAutosome } from '../normalise/genome-windows.ts';
import { groupWindows } from '../normalise/window-residuals.ts';
import { chooseNcvDenominators } from '../score/ncv.ts';
import { trainRegression } from '../score/regression-score.ts';
import { alone, type Crew } from '../statistics/crew.ts';
import type { ControlSample } from './control-sample.ts';
import { learnExpectedProfile } from './learn-expected.ts';
import { type MeasuredControl, measureControls } from './measure-control.ts';
import type { ModelContent } from './reference-model.ts';
import { suspectControls } from './suspect-controls.ts';
import { type TrainedAutosomes, trainAutosomes } from './train-autosomes.ts';
import { type TrainedFetalFraction, trainFetalFraction } from './train-fetal-fraction.ts';

export const controlGroupMin = 10;
const ncvDenominatorsMax = 4;
/** Exclusion and training alternate at most this often. */
const roundsMax = 3;

export interface ControlGroup {
  readonly grid: BinGrid;
  /** Sorted by name, names distinct. */
  readonly controls: readonly ControlSample[];
  readonly gc: Float64Array;
  readonly allowed?: Uint8Array;
}

export interface Exclusion {
  readonly sample: string;
  readonly reason: string;
}

/** A model's content with all that its quality table is made from. */
export interface TrainedModel {
  readonly content: ModelContent;
  readonly measured: readonly MeasuredControl[];
  readonly autosomes: TrainedAutosomes;
  readonly fetalFraction: TrainedFetalFraction;
  readonly excluded: readonly Exclusion[];
}

/**
 * Learns a reference model from a control group: expectation per bin, noise, fetal fraction.
 *
 * Controls that would contaminate it are taken out with their reason and the rest is learned again.
 *
 * Shape: a control group and who does the parts of the work; the result does not depend on them.
 * Edge: fewer than 10 controls, given or left, are `control-group-too-small`.
 */
export function trainReferenceModel(group: ControlGroup, crew: Crew = alone): Result<TrainedModel> {
  const excluded: Exclusion[] = [];
  let controls = group.controls;
  for (let round = 0; ; round++) {
    if (controls.length < controlGroupMin) return failure(tooSmall(controls.length, excluded));
    const shallow = suspectControls.shallow(controls);
    if (shallow.length === 0) {
      const learned = learn(group, controls, crew);
      if (!learned.ok) return learned;
      const { profile, measured, autosomes } = learned.value;
      const odd = round < roundsMax ? suspectControls.aneuploid(measured, autosomes.zScores) : [];
      if (odd.length === 0) {
        const fetalFraction = trainFetalFraction(measured, autosomes.trained.scores[0], {
          layout: createProfileLayout(profile, referenceBins(profile)),
          crew,
        });
        const content = contentOf({ profile, measured, autosomes, fetalFraction });
        return success({ content, measured, autosomes, fetalFraction, excluded });
      }
      excluded.push(...odd);
    }
    excluded.push(...shallow);
    controls = controls.filter(({ name }) => !excluded.some(({ sample }) => sample === name));
  }
}

function learn(
  { grid, gc, allowed }: ControlGroup,
  controls: readonly ControlSample[],
  crew: Crew,
): Result<{
  profile: ExpectedProfile;
  measured: MeasuredControl[];
  autosomes: TrainedAutosomes;
}> {
  const task = { grid, gc, controls, ...(allowed && { allowed }) };
  const profile = learnExpectedProfile(task, crew);
  const bins = referenceBins(profile);
  const measured: MeasuredControl[] = [];
  const results = bins.length > 0 ? measureControls({ controls, profile, bins }, crew) : [null];
  for (const [i, result] of results.entries()) {
    if (result === null) return failure(unusable(controls[i].name));
    measured.push(result);
  }
  return success({ profile, measured, autosomes: trainAutosomes(measured, profile, crew) });
}

function contentOf(parts: {
  readonly profile: ExpectedProfile;
  readonly measured: readonly MeasuredControl[];
  readonly autosomes: TrainedAutosomes;
  readonly fetalFraction: TrainedFetalFraction;
}): ModelContent {
  const { profile, measured, autosomes, fetalFraction } = parts;
  const { noise } = autosomes.trained;
  const fractions = measured.map((control) => control.fractions);
  const indices = Array.from({ length: autosomeCount }, (_, c) => c);
  const candidates = indices.filter(isReferenceAutosome);
  return {
    profile,
    noise,
    groups: groupWindows(profile.windows, noise.scale, isReferenceAutosome),
    autosomes: autosomes.autosomes,
    ncv: indices.map((chromosomeIndex) =>
      chooseNcvDenominators({
        fractions,
        chromosomeIndex,
        candidates,
        denominatorsMax: ncvDenominatorsMax,
      }),
    ),
    regression: indices.map((c) => trainRegression(fractions, c)),
    sexChromosomes: fetalFraction.sexChromosomes,
    fetalFractionProfile: fetalFraction.profile?.model ?? null,
    fragmentLengths: fetalFraction.fragmentLengths,
  };
}

function tooSmall(count: number, excluded: readonly Exclusion[]): DataProblem {
  const left = excluded.length > 0 ? ` are left after ${excluded.length} were excluded` : '';
  const detail = `${count} control samples${left}, fewer than ${controlGroupMin}`;
  return { kind: 'control-group-too-small', detail };
}

function unusable(sample: string): DataProblem {
  return {
    kind: 'control-group-unusable',
    detail: `an autosome of ${sample} has no reads in the bins that can be used`,
  };
}
