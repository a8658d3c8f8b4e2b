import { gcCurveSpan } from '../normalise/gc-expectation-curve.ts';
import { formatArrayFile } from './array-file.ts';
import { arraysOf } from './content-arrays.ts';
import { varyTooLittle } from './impossible-counts.ts';
import { qualityOf } from './model-quality.ts';
import type { ModelDocument, ModelInput } from './reference-model.ts';
import { noiseScales } from './train-autosomes.ts';
import { labelledMin } from './train-fetal-fraction.ts';
import type { TrainedModel } from './train-reference-model.ts';

/** SHA-256 of bytes in lower-case hex; handed in, since this room knows no Node. */
export type Sha256 = (bytes: Uint8Array) => string;

export interface ModelFiles {
  readonly document: ModelDocument;
  readonly modelJson: string;
  readonly modelBin: Uint8Array;
}

/**
 * The two files of a reference model. The id is the start of the SHA-256 of all the rest, so that
 * the same controls give the same bytes and the same id, and any change another.
 */
export function serialiseReferenceModel(
  trained: TrainedModel,
  facts: {
    readonly softwareVersion: string;
    readonly gc: string;
    readonly mappability: string | null;
    readonly inputs: readonly ModelInput[];
    readonly sha256: Sha256;
  },
): ModelFiles {
  const { content, measured, fetalFraction, autosomes, excluded } = trained;
  const { grid } = content.profile;
  const modelBin = formatArrayFile(arraysOf(content));
  const anonymous: ModelDocument = {
    schema: 1,
    id: '',
    software: { version: facts.softwareVersion },
    assembly: grid.assembly,
    binSize: grid.binSizeBases,
    controlGroup: {
      samples: measured.map(({ control }) => control.name),
      females: fetalFraction.sexes.filter((sex) => sex === 'female').length,
      males: fetalFraction.sexes.filter((sex) => sex === 'male').length,
      excluded,
    },
    settings: {
      gc: facts.gc,
      mappability: facts.mappability,
      gcCurveSpan,
      noiseScales: noiseScales.map(({ windows }) => windows),
      noiseComponents: content.noise.componentCount,
      responseDeviation: autosomes.trained.option.responseDeviation,
      folds: autosomes.folds,
    },
    limits: limitsOf(trained),
    qc: qualityOf(trained),
    inputs: facts.inputs,
    modelBin: { sha256: facts.sha256(modelBin) },
  };
  const document = { ...anonymous, id: modelIdOf(anonymous, facts.sha256) };
  return { document, modelJson: formatDocument(document), modelBin };
}

/** The only form a document is written in; whatever else it is, is a change. */
export function formatDocument(document: ModelDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** First 12 hex digits of the SHA-256 of the document without its id. */
export function modelIdOf(document: ModelDocument, sha256: Sha256): string {
  const text = formatDocument({ ...document, id: '' });
  return sha256(new TextEncoder().encode(text)).slice(0, 12);
}

function limitsOf(trained: TrainedModel): string[] {
  const { content, measured, fetalFraction, excluded } = trained;
  const { sexes, labelledCount } = fetalFraction;
  const count = (sex: string | null) => sexes.filter((other) => other === sex).length;
  const limits: string[] = [];
  if (measured.length < 50) limits.push(`only ${measured.length} controls: limits are wide`);
  const spreads = qualityOf(trained).targets.map(({ zStandardDeviation }) => zStandardDeviation);
  if (varyTooLittle(spreads)) limits.push('the controls vary less than counting: copies?');
  if (count('female') === 0 && count('male') === 0) limits.push('fetal sexes are unknown');
  else if (count('male') === 0) limits.push('no control with a boy');
  else if (count('female') === 0) limits.push('no control with a girl');
  if (count(null) > 0) limits.push(`${count(null)} controls of unknown fetal sex`);
  if (content.sexChromosomes === null) limits.push('X and Y were not learned');
  if (content.fetalFractionProfile === null) {
    const reason =
      labelledCount < labelledMin
        ? `${labelledCount} controls of known fetal fraction, ${labelledMin} are needed`
        : 'the placental profile does not follow the fetal fraction';
    limits.push(`no fetal fraction: ${reason}`);
  }
  if (excluded.length > 0) limits.push(`${excluded.length} controls were excluded`);
  return limits;
}
