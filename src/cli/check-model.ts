import type { Result } from '../analysis/data-problem.ts';
import { parseReferenceModel } from '../analysis/reference-model/parse-reference-model.ts';
import type { ModelDocument } from '../analysis/reference-model/reference-model.ts';
import { readReferenceFiles, sha256Hex } from '../store/reference-files.ts';

/** What a model folder says of itself, if it is whole and unchanged. */
export function checkModel(folder: string): Result<ModelDocument> {
  const files = readReferenceFiles(folder);
  if (!files.ok) return files;
  const model = parseReferenceModel(files.value, sha256Hex);
  return model.ok ? { ok: true, value: model.value.document } : model;
}
