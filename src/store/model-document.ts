import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelDocument } from '../analysis/reference-model/reference-model.ts';
import { sha256Hex } from './reference-files.ts';

/**
 * What a registered model says of itself, from the service's own copy; null where the copy is not
 * there or is not the one that was registered.
 */
export async function readModelDocument(
  models: string,
  { id, sha256 }: { readonly id: string; readonly sha256: string },
): Promise<ModelDocument | null> {
  const bytes = await readFile(join(models, id, 'model.json')).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (bytes === null || sha256Hex(bytes) !== sha256) return null;
  return JSON.parse(bytes.toString('utf8')) as ModelDocument;
}
