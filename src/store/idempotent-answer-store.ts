import { type Kysely, sql } from 'kysely';
import { advisoryLocks } from './advisory-locks.ts';
import type { Tables } from './tables.ts';

/** Names one repeated request. */
export interface AnswerKey {
  readonly actorId: string;
  readonly idempotencyKey: string;
}

/** The answer that is kept for repetition. */
export interface KeptAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** What stands under a key: nothing until now, a request being answered, or its answer. */
export type ClaimedAnswer =
  | { readonly state: 'claimed' }
  | { readonly state: 'in-flight'; readonly requestSha256: Buffer }
  | ({ readonly state: 'kept'; readonly requestSha256: Buffer } & KeptAnswer);

/** A request unanswered for longer than this died with its process; its repetition may proceed. */
const claimSecondsMax = 30;

/** Status of a row whose request is still being answered. */
const inFlight = 0;

/** Takes the key for this request, or tells what already stands there. */
export async function claimAnswer(
  kysely: Kysely<Tables>,
  {
    actorId,
    idempotencyKey,
    requestSha256,
    now,
  }: AnswerKey & { readonly requestSha256: Buffer; readonly now: Date },
): Promise<ClaimedAnswer> {
  const stale = new Date(now.getTime() - claimSecondsMax * 1000);
  const claim = await kysely
    .insertInto('idempotent_answer')
    .values({
      actor_id: actorId,
      idempotency_key: idempotencyKey,
      request_sha256: requestSha256,
      status: inFlight,
      content_type: '',
      body: '',
      created_at: now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['actor_id', 'idempotency_key'])
        .doUpdateSet({ request_sha256: requestSha256, created_at: now })
        .where('idempotent_answer.status', '=', inFlight)
        .where('idempotent_answer.created_at', '<', stale),
    )
    .executeTakeFirstOrThrow();
  if (claim.numInsertedOrUpdatedRows !== 1n) {
    return readAnswer(kysely, { actorId, idempotencyKey, requestSha256 });
  }
  return { state: 'claimed' };
}

/** Keeps the answer of a request that took effect. */
export async function keepAnswer(
  kysely: Kysely<Tables>,
  { actorId, idempotencyKey }: AnswerKey,
  answer: KeptAnswer,
): Promise<void> {
  await kysely
    .updateTable('idempotent_answer')
    .set({ status: answer.status, content_type: answer.contentType, body: answer.body })
    .where('actor_id', '=', actorId)
    .where('idempotency_key', '=', idempotencyKey)
    .execute();
}

/** Frees the key of a request that took no effect. */
export async function forgetAnswer(
  kysely: Kysely<Tables>,
  { actorId, idempotencyKey }: AnswerKey,
): Promise<void> {
  await kysely
    .deleteFrom('idempotent_answer')
    .where('actor_id', '=', actorId)
    .where('idempotency_key', '=', idempotencyKey)
    .where('status', '=', inFlight)
    .execute();
}

/**
 * Frees what a killed process left in flight; called before this one takes requests on our own
 * server. Of two processes on one home the other may be answering: then nothing is freed, and what
 * is dead among it is so after half a minute.
 */
export async function forgetUnanswered(kysely: Kysely<Tables>, before: Date): Promise<void> {
  await kysely
    .deleteFrom('idempotent_answer')
    .where('status', '=', inFlight)
    .where('created_at', '<', before)
    .where(
      sql<boolean>`(select count(*) from pg_locks where locktype = 'advisory' and classid = 0
        and objid = ${advisoryLocks.embeddedServer} and objsubid = 1) < 2`,
    )
    .execute();
}

async function readAnswer(
  kysely: Kysely<Tables>,
  { actorId, idempotencyKey, requestSha256: asked }: AnswerKey & { requestSha256: Buffer },
): Promise<ClaimedAnswer> {
  const row = await kysely
    .selectFrom('idempotent_answer')
    .selectAll()
    .where('actor_id', '=', actorId)
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirst();
  // The first request was refused between the two statements: as good as still unanswered.
  if (!row) return { state: 'in-flight', requestSha256: asked };
  const requestSha256 = row.request_sha256;
  if (row.status === inFlight) return { state: 'in-flight', requestSha256 };
  return {
    state: 'kept',
    requestSha256,
    status: row.status,
    contentType: row.content_type,
    body: row.body,
  };
}
