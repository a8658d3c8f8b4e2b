import type { Kysely } from 'kysely';
import type { ModelState } from '../casework/model/model-state.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

export type ModelRow = Awaited<ReturnType<typeof listModels>>[number];

/** Models as they stand, the newest first, after a cursor. */
export async function listModels(
  db: Db,
  { after, limit }: { after: string | undefined; limit: number },
) {
  let query = selectModels(db)
    .orderBy('model.registered_at', 'desc')
    .orderBy('model.id', 'desc')
    .limit(limit);
  if (after !== undefined) {
    query = query.where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple('model.registered_at', 'model.id'),
        '<',
        selectFrom('reference_model as last')
          .select(['last.registered_at', 'last.id'])
          .where('last.id', '=', after)
          .$asTuple('registered_at', 'id'),
      ),
    );
  }
  return query.execute();
}

export async function getModel(db: Db, id: string): Promise<ModelRow | null> {
  return (await selectModels(db).where('model.id', '=', id).executeTakeFirst()) ?? null;
}

function selectModels(db: Db) {
  return db
    .selectFrom('reference_model as model')
    .leftJoin('actor as proposer', 'proposer.id', 'model.proposed_by')
    .leftJoin('actor as decider', 'decider.id', 'model.decided_by')
    .select(['model.id', 'model.sha256', 'model.assembly', 'model.registered_at as registeredAt'])
    .select((row) => row.ref('model.state').$castTo<ModelState>().as('state'))
    .select(['model.proposed_by as proposedById', 'model.proposed_at as proposedAt'])
    .select(['proposer.display_name as proposedBy', 'decider.display_name as decidedBy'])
    .select(['model.decided_at as decidedAt', 'model.reason_sealed as reasonSealed'])
    .select(['model.used_since as usedSince', 'model.used_until as usedUntil']);
}
