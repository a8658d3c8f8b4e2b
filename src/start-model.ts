import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { DataProblem } from './analysis/data-problem.ts';
import { parseReferenceModel } from './analysis/reference-model/parse-reference-model.ts';
import type { ModelDocument } from './analysis/reference-model/reference-model.ts';
import type { Config } from './config.ts';
import { readModelDocument } from './store/model-document.ts';
import { readReferenceFiles, sha256Hex } from './store/reference-files.ts';
import { findModelInUse, registerModel, takeUpFirstModel } from './store/reference-model-store.ts';
import type { Tables } from './store/tables.ts';

/** The configured model could not be used: bad data, not a fault of ours. */
export class ModelRefused extends Error {
  readonly problem: DataProblem;

  constructor(problem: DataProblem) {
    super(problem.detail);
    this.problem = problem;
  }
}

interface StartOptions {
  readonly kysely: Kysely<Tables>;
  readonly log: Logger;
  readonly now: Date;
}

/**
 * The model samples are scored with from this start on. One that is configured is registered; it
 * counts at once only where none is in use, and otherwise waits for a person's approval.
 */
export async function startModel(
  { modelFolder, folders: { models } }: Config,
  { kysely, log, now }: StartOptions,
): Promise<ModelDocument | null> {
  const configured = modelFolder === null ? null : parsed(modelFolder);
  if (configured) {
    const { files, document, sha256 } = configured;
    const model = { files, document, sha256, models, by: null, now };
    const registered = await registerModel(kysely, model);
    if (!registered.ok) throw new ModelRefused(registered.problem);
    await takeUpFirstModel(kysely, document.id, now);
  }
  const model = await findModelInUse(kysely, models);
  if (model === null) return null;
  if (configured && configured.document.id !== model.id) {
    const about = { inUse: model.id, configured: configured.document.id };
    log.warn(about, 'the configured model is not the one in use: it needs an approval');
  }
  const document = await readModelDocument(models, model);
  if (document) return document;
  const detail = `the model in use, ${model.id}, is not in ${models} as it was registered`;
  throw new ModelRefused({ kind: 'model-malformed', detail });
}

function parsed(from: string) {
  const files = readReferenceFiles(from);
  if (!files.ok) throw new ModelRefused(files.problem);
  const model = parseReferenceModel(files.value, sha256Hex);
  if (!model.ok) throw new ModelRefused(model.problem);
  const { document, sha256 } = model.value;
  return { files: files.value, document, sha256 };
}
