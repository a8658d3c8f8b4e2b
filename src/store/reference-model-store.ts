import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { DataProblem, Result } from '../analysis/data-problem.ts';
import type { ModelDocument } from '../analysis/reference-model/reference-model.ts';
import { appendAuditEvents } from './audit-store.ts';
import { type ReferenceFiles, writeReferenceFiles } from './reference-files.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** A model as it is known to the database, with its own copy, which nobody edits. */
export interface RegisteredModel {
  readonly id: string;
  readonly sha256: string;
  readonly folder: string;
}

interface NewModel {
  readonly files: ReferenceFiles;
  readonly document: Pick<ModelDocument, 'id' | 'assembly'>;
  readonly sha256: string;
  /** The service's folder of models. */
  readonly models: string;
  /** Null: the operator, by a setting. */
  readonly by: { readonly actorId: string; readonly name: string } | null;
  readonly now: Date;
}

/**
 * Takes a checked model into the service as a candidate, its bytes first; the same one again
 * changes nothing.
 */
export async function registerModel(db: Db, model: NewModel): Promise<Result<undefined>> {
  const { files, document, sha256, models, by, now } = model;
  const { id, assembly } = document;
  const folder = join(models, id);
  if (!existsSync(folder)) {
    const problem = writeReferenceFiles(folder, files);
    if (problem) return { ok: false, problem };
  }
  const row = { id, sha256, assembly, registered_at: now };
  const proposed = { proposed_by: by?.actorId ?? null, proposed_at: now };
  await db.transaction().execute(async (tx) => {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('reference_model')
      .values({ ...row, ...proposed })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows !== 1n) return;
    const event = { at: now, actor: by?.name ?? 'system', action: 'model.register' };
    await appendAuditEvents(tx, [{ ...event, subject: `model/${id}`, detail: { sha256 } }]);
  });
  const problem = await otherContent(db, { id, sha256 });
  return problem ? { ok: false, problem } : { ok: true, value: undefined };
}

async function otherContent(
  db: Db,
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

/** The model samples are scored with, if there is one. */
export async function findModelInUse(db: Db, models: string): Promise<RegisteredModel | null> {
  const row = await db
    .selectFrom('reference_model')
    .select(['id', 'sha256'])
    .where('state', '=', 'IN_USE')
    .executeTakeFirst();
  return row ? { ...row, folder: join(models, row.id) } : null;
}

/** Takes a candidate into use where there is no model yet: false if there is one. */
export async function takeUpFirstModel(db: Db, id: string, now: Date): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    await lockModels(tx);
    const event = { from: 'CANDIDATE', to: 'IN_USE' };
    const { numUpdatedRows } = await tx
      .updateTable('reference_model')
      .set({ state: event.to, used_since: now, used_until: null })
      .where('id', '=', id)
      .where('state', '=', event.from)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(selectFrom('reference_model as other').select('id').where('state', '=', 'IN_USE')),
        ),
      )
      .executeTakeFirstOrThrow();
    if (numUpdatedRows !== 1n) return false;
    const about = { at: now, actor: 'system', action: 'model.take-up', subject: `model/${id}` };
    await appendAuditEvents(tx, [{ ...about, detail: event }]);
    return true;
  });
}

/** Who changes which model is in use does it alone; readers and scorers do not wait. */
export async function lockModels(tx: Transaction<Tables>): Promise<void> {
  await sql`lock table reference_model in share row exclusive mode`.execute(tx);
}

/** Whether a model is the one in use, which it stays until the transaction ends. */
export async function holdModelInUse(tx: Transaction<Tables>, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('reference_model')
    .select('id')
    .where('id', '=', id)
    .where('state', '=', 'IN_USE')
    .forShare()
    .executeTakeFirst();
  return row !== undefined;
}
