import type { Result } from '../src/analysis/data-problem.ts';
import { parseReferenceModel } from '../src/analysis/reference-model/parse-reference-model.ts';
import type { ReferenceModel } from '../src/analysis/reference-model/reference-model.ts';
import { readReferenceFiles, sha256Hex } from '../src/store/reference-files.ts';

/** Models are immutable: each thread reads a folder once. */
const models = new Map<string, ReferenceModel>();

/** The reference model in a folder. */
export function readModel(folder: string): Result<ReferenceModel> {
  const known = models.get(folder);
  if (known) return { ok: true, value: known };
  const files = readReferenceFiles(folder);
  if (!files.ok) return files;
  const model = parseReferenceModel(files.value, sha256Hex);
  if (model.ok) models.set(folder, model.value);
  return model;
}
