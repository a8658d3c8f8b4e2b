import type { Result } from '../src/analysis/data-problem.ts';
import { success } from '../src/analysis/data-problem.ts';
import { parseReferenceModel } from '../src/analysis/reference-model/parse-reference-model.ts';
import type { ModelDocument } from '../src/analysis/reference-model/reference-model.ts';
import { sha256Hex } from '../src/store/reference-files.ts';

/** Check the two files of a model that somebody brings. */
export interface CheckModelTask {
  readonly modelJson: Uint8Array;
  readonly modelBin: Uint8Array;
}

/** The thread entry: what the model says of itself, if not one byte of it has changed. */
export default function checkModel(
  files: CheckModelTask,
): Result<{ document: ModelDocument; sha256: string }> {
  const model = parseReferenceModel(files, sha256Hex);
  if (!model.ok) return model;
  const { document, sha256 } = model.value;
  return success({ document, sha256 });
}
