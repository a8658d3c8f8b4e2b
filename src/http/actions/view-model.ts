import type { ModelDocument } from '../../analysis/reference-model/reference-model.ts';
import { readModelDocument } from '../../store/model-document.ts';
import { getModel, type ModelRow } from '../../store/model-list-store.ts';
import { entityTag } from '../entity-tag.ts';
import { HttpProblem } from '../problem.ts';
import type { ModelAnswer, ModelLineAnswer } from '../schemas/model.ts';
import type { Services } from '../services.ts';

const recordClass = 'reference_model.decision';

/** A decision's reason is free text: it is kept sealed. */
export function sealModelReason({ sealer }: Services, id: string, reason: string): Buffer {
  return sealer.sealText(reason, { recordClass, recordId: id });
}

/** A model that must be known, or 404. */
export async function requireModel(db: Services['kysely'], id: string): Promise<ModelRow> {
  const model = await getModel(db, id);
  if (!model) throw HttpProblem.notFound('reference model');
  return model;
}

/** The version of a model: whoever decides names what was seen. */
export function modelTag({ id, state, proposedAt, decidedAt }: ModelRow): string {
  return entityTag(id, state, String(proposedAt?.getTime()), String(decidedAt?.getTime()));
}

/** A model in a list. */
export async function modelLineOf(services: Services, row: ModelRow): Promise<ModelLineAnswer> {
  return lineOf(row, await documentOf(services, row));
}

/** A model with how its control group behaves. */
export async function modelAnswerOf(services: Services, row: ModelRow): Promise<ModelAnswer> {
  const document = await documentOf(services, row);
  const { reasonSealed, id: recordId } = row;
  const reason = reasonSealed && services.sealer.openText(reasonSealed, { recordClass, recordId });
  return { ...lineOf(row, document), reason, quality: document && qualityOf(document) };
}

function documentOf({ config }: Services, row: ModelRow): Promise<ModelDocument | null> {
  return readModelDocument(config.folders.models, row);
}

function lineOf(row: ModelRow, document: ModelDocument | null): ModelLineAnswer {
  const { proposedById: _id, reasonSealed: _sealed, ...shown } = row;
  const controls = document?.controlGroup.samples.length ?? null;
  return { ...shown, version: modelTag(row), controls };
}

function qualityOf(document: ModelDocument): NonNullable<ModelAnswer['quality']> {
  const { software, binSize, controlGroup, qc, settings, limits } = document;
  const { samples, females, males, excluded } = controlGroup;
  return {
    ...{ softwareVersion: software.version, binSizeBases: binSize, controls: samples.length },
    ...{ females, males, sexUnknown: samples.length - females - males },
    excluded: excluded.map(({ sample, reason }) => ({ sample, reason })),
    ...{ usedBins: qc.usedBins, medianDepth: qc.medianDepth, targets: [...qc.targets] },
    fetalFraction: qc.fetalFraction,
    ...{ noiseComponents: settings.noiseComponents, gc: settings.gc },
    ...{ mappability: settings.mappability, limits: [...limits] },
  };
}
