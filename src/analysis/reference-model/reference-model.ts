import type { FragmentModel } from '../fetal-fraction/fragment-lengths.ts';
import type { ProfileModel } from '../fetal-fraction/profile-model.ts';
import type { SexChromosomeModel } from '../fetal-fraction/train-sex-chromosomes.ts';
import type { AssemblyName } from '../genome/assembly.ts';
import type { ExpectedProfile } from '../normalise/expected-profile.ts';
import type { SharedNoise } from '../normalise/shared-noise.ts';
import type { WindowGroups } from '../normalise/window-residuals.ts';
import type { AutosomeNoise } from '../score/autosome-noise.ts';
import type { NcvTemplate } from '../score/ncv.ts';
import type { RegressionTemplate } from '../score/regression-score.ts';

/** A file a model was made from. */
export interface ModelInput {
  readonly sample: string;
  readonly file: string;
  readonly sha256: string;
}

/** How well the control group behaves under one target; relative, at the group's median depth. */
export interface TargetQuality {
  readonly target: string;
  readonly cv: number;
  readonly overPoisson: number;
  /** Cross-fitted z of the controls. */
  readonly zMean: number;
  readonly zStandardDeviation: number;
}

/** The content of model.json: everything a person may ask of a model. */
export interface ModelDocument {
  readonly schema: 1;
  readonly id: string;
  readonly software: { readonly version: string };
  readonly assembly: AssemblyName;
  readonly binSize: number;
  readonly controlGroup: {
    readonly samples: readonly string[];
    readonly females: number;
    readonly males: number;
    readonly excluded: readonly { readonly sample: string; readonly reason: string }[];
  };
  readonly settings: {
    readonly gc: string;
    readonly mappability: string | null;
    readonly gcCurveSpan: number;
    /** Windows of 1 Mb joined, one entry a scale. */
    readonly noiseScales: readonly number[];
    readonly noiseComponents: number;
    readonly responseDeviation: number;
    readonly folds: 'batches' | 'samples';
  };
  readonly limits: readonly string[];
  readonly qc: {
    readonly medianDepth: number;
    readonly usedBins: number;
    readonly targets: readonly TargetQuality[];
    readonly fetalFraction: {
      readonly trainingCount: number;
      readonly error: number | null;
      /** Standard deviation of the scale, relative. */
      readonly scaleError: number | null;
    };
  };
  readonly inputs: readonly ModelInput[];
  readonly modelBin: { readonly sha256: string };
}

/** What a control group has taught, ready to score with. */
export interface ModelContent {
  readonly profile: ExpectedProfile;
  readonly noise: SharedNoise;
  /** Windows joined to the scale of the noise. */
  readonly groups: WindowGroups;
  /** One per autosome. */
  readonly autosomes: readonly AutosomeNoise[];
  readonly ncv: readonly (NcvTemplate | null)[];
  readonly regression: readonly RegressionTemplate[];
  readonly sexChromosomes: SexChromosomeModel | null;
  readonly fetalFractionProfile: ProfileModel | null;
  /** Null where the control group has no fragment lengths that follow the fetal fraction. */
  readonly fragmentLengths: FragmentModel | null;
}

/** A reference model: its document and its content. */
export interface ReferenceModel extends ModelContent {
  readonly document: ModelDocument;
  /** SHA-256 of model.json, which names that of model.bin. */
  readonly sha256: string;
}
