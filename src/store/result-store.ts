import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { AnalysisResult } from '../analysis/analysis-result.ts';
import type { Sealer } from './bin-counts-store.ts';
import { newId } from './new-id.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

export interface NewResult {
  readonly id: string;
  readonly sampleId: string;
  readonly inputSha256: string;
  readonly modelId: string;
  readonly softwareVersion: string;
  /** The exact JSON, without what is restricted. */
  readonly body: string;
  readonly bodySha256: string;
  readonly restrictedSealed: Buffer;
  readonly scoredAt: Date;
}

export const restrictedClass = 'analysis.restricted';

/** An analysis ready to be stored: what is restricted is sealed apart, the rest is exact JSON. */
export function sealResult(
  sealer: Sealer,
  result: AnalysisResult,
  { sampleId, scoredAt }: { sampleId: string; scoredAt: Date },
): NewResult {
  const { restricted, ...shown } = result;
  const id = newId();
  // As `banyan analyse` writes it, to the byte.
  const body = `${JSON.stringify(shown, null, 2)}\n`;
  const context = { recordClass: restrictedClass, recordId: id };
  return {
    id,
    sampleId,
    inputSha256: result.input.sha256,
    modelId: result.model.id,
    softwareVersion: result.software.version,
    body,
    bodySha256: createHash('sha256').update(body).digest('hex'),
    restrictedSealed: sealer.sealText(JSON.stringify(restricted ?? null), context),
    scoredAt,
  };
}

/** Keeps a sealed analysis; false if the same input, model and version were analysed already. */
export async function insertResult(db: Db, result: NewResult): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('analysis_result')
    .values({
      id: result.id,
      sample_id: result.sampleId,
      input_sha256: result.inputSha256,
      model_id: result.modelId,
      software_version: result.softwareVersion,
      body: result.body,
      body_sha256: result.bodySha256,
      restricted_sealed: result.restrictedSealed,
      scored_at: result.scoredAt,
    })
    .onConflict((conflict) =>
      conflict.columns(['sample_id', 'input_sha256', 'model_id', 'software_version']).doNothing(),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** One analysis, its body exactly as it was sealed. */
export async function getResultBody(db: Db, id: string): Promise<string> {
  const { body } = await db
    .selectFrom('analysis_result')
    .select('body')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return body;
}

/** An analysis with the sample it is of. */
export async function getResult(
  db: Db,
  id: string,
): Promise<{ sampleId: string; body: string } | null> {
  const row = await db
    .selectFrom('analysis_result')
    .select(['sample_id as sampleId', 'body'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** A sample's newest analysis, its body exactly as it was sealed. */
export async function findResultOfSample(
  db: Db,
  sampleId: string,
): Promise<{ id: string; body: string; bodySha256: string } | null> {
  const row = await db
    .selectFrom('analysis_result')
    .select(['id', 'body', 'body_sha256 as bodySha256'])
    .where('sample_id', '=', sampleId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** What rests on X and Y of a sample's newest analysis, sealed as it was kept. */
export async function findRestrictedOfSample(
  db: Db,
  sampleId: string,
): Promise<{ id: string; modelId: string; sealed: Buffer } | null> {
  const row = await db
    .selectFrom('analysis_result')
    .select(['id', 'model_id as modelId', 'restricted_sealed as sealed'])
    .where('sample_id', '=', sampleId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}
