import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { DataProblem, Result } from '../analysis/data-problem.ts';
import type { ReferenceModel } from '../analysis/reference-model/reference-model.ts';
import { type ReferenceFiles, readReferenceFiles, writeReferenceFiles } from './reference-files.ts';
import type { Tables } from './tables.ts';

/** A model of the service: checked, copied and known to the database. */
export interface RegisteredModel {
  readonly id: string;
  readonly sha256: string;
  /** Its own copy, which nobody edits. */
  readonly folder: string;
  readonly binSizeBases: number;
}

interface ImportOptions {
  /** Where the operator keeps the model. */
  readonly from: string;
  /** The service's folder of models. */
  readonly models: string;
  /** Checks the bytes against their own hashes. */
  readonly parse: (files: ReferenceFiles) => Result<ReferenceModel>;
  readonly now: Date;
}

/** Takes a reference model into the service; the same one again changes nothing. */
export async function importModel(
  db: Kysely<Tables>,
  { from, models, parse, now }: ImportOptions,
): Promise<Result<RegisteredModel>> {
  const files = readReferenceFiles(from);
  if (!files.ok) return files;
  const model = parse(files.value);
  if (!model.ok) return model;
  const { document, sha256 } = model.value;
  const folder = join(models, document.id);
  if (!existsSync(folder)) {
    const problem = writeReferenceFiles(folder, files.value);
    if (problem) return { ok: false, problem };
  }
  const registered = { id: document.id, sha256, assembly: document.assembly, registered_at: now };
  await db
    .insertInto('reference_model')
    .values(registered)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const problem = await otherContent(db, registered);
  if (problem) return { ok: false, problem };
  return { ok: true, value: { id: document.id, sha256, folder, binSizeBases: document.binSize } };
}

async function otherContent(
  db: Kysely<Tables>,
  { id, sha256 }: { id: string; sha256: string },
): Promise<DataProblem | null> {
  const row = await db
    .selectFrom('reference_model')
    .select('sha256')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  if (row.sha256 === sha256) return null;
  return { kind: 'model-changed', detail: `a model ${id} with other content is in use already` };
}
