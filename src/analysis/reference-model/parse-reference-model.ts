import { type DataProblem, failure, type Result, success } from '../data-problem.ts';
import { isAssemblyName } from '../genome/assembly.ts';
import { createBinGrid, isBinSize } from '../genome/bin-grid.ts';
import { parseArrayFile } from './array-file.ts';
import { contentOfArrays } from './content-arrays.ts';
import type { ModelDocument, ReferenceModel } from './reference-model.ts';
import { formatDocument, modelIdOf, type Sha256 } from './serialise-reference-model.ts';

/**
 * Reads a reference model from its two files, and only if not one byte of them has changed.
 *
 * model.json has to be written exactly as this program writes it and to bear the id of its own
 * content; model.bin has to have the SHA-256 that model.json names.
 *
 * Edge: `model-malformed` for what is no model, `model-changed` for a model that was tampered with.
 */
export function parseReferenceModel(
  files: { readonly modelJson: Uint8Array; readonly modelBin: Uint8Array },
  sha256: Sha256,
): Result<ReferenceModel> {
  const document = parseDocument(files.modelJson);
  if (document === null) return problem('model-malformed', 'model.json is not a model’s document');
  if (formatDocument(document) !== new TextDecoder().decode(files.modelJson)) {
    return problem('model-changed', 'model.json is not as it was written');
  }
  if (modelIdOf(document, sha256) !== document.id) {
    return problem('model-changed', 'model.json does not match its id');
  }
  if (sha256(files.modelBin) !== document.modelBin.sha256) {
    return problem('model-changed', 'model.bin does not match the SHA-256 in model.json');
  }
  const arrays = parseArrayFile(files.modelBin);
  if (!arrays.ok) return arrays;
  const grid = createBinGrid(document.assembly, document.binSize);
  const content = contentOfArrays(arrays.value, grid);
  if (!content.ok) return content;
  return success({ ...content.value, document, sha256: sha256(files.modelJson) });
}

function parseDocument(bytes: Uint8Array): ModelDocument | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    return isDocument(value) ? value : null;
  } catch {
    return null;
  }
}

/** The parts that are needed before the id has vouched for the rest. */
function isDocument(value: unknown): value is ModelDocument {
  if (!isObject(value)) return false;
  const { schema, id, assembly, binSize, controlGroup, modelBin } = value;
  if (schema !== 1 || typeof id !== 'string' || typeof assembly !== 'string') return false;
  if (!isAssemblyName(assembly) || typeof binSize !== 'number' || !isBinSize(binSize)) return false;
  if (!isObject(controlGroup) || !Array.isArray(controlGroup.samples)) return false;
  return isObject(modelBin) && typeof modelBin.sha256 === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function problem(kind: DataProblem['kind'], detail: string): Result<never> {
  return failure({ kind, detail });
}
