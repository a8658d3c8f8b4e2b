import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** Open cases with the referral that is under way, what is due first. */
export async function listDueCases(db: Db, limit: number) {
  return db
    .selectFrom('high_risk_case as due')
    .innerJoin('pregnancy', 'pregnancy.id', 'due.pregnancy_id')
    .innerJoin('person', 'person.id', 'pregnancy.person_id')
    .innerJoin('specimen', 'specimen.id', 'due.specimen_id')
    .leftJoin('referral', (join) =>
      join
        .onRef('referral.case_id', '=', 'due.id')
        .on('referral.state', 'not in', ['REJECTED', 'CLOSED']),
    )
    .select(['due.id', 'due.pregnancy_id as pregnancyId', 'due.state', 'due.targets'])
    .select(['due.due_on as dueOn', 'due.opened_at as openedAt'])
    .select(['specimen.number as specimenNumber', 'person.id as personId'])
    .select(['person.identity_sealed as identitySealed', 'referral.state as referralState'])
    .select(['referral.institution', 'referral.urgency'])
    .where('due.due_on', 'is not', null)
    .orderBy('due.due_on')
    .orderBy('due.id')
    .limit(limit)
    .execute();
}

/** Requests for another tube that wait, what is due first. */
export async function listDueRedraws(db: Db, limit: number) {
  return db
    .selectFrom('redraw as due')
    .innerJoin('pregnancy', 'pregnancy.id', 'due.pregnancy_id')
    .innerJoin('person', 'person.id', 'pregnancy.person_id')
    .innerJoin('specimen', 'specimen.id', 'due.specimen_id')
    .select(['due.id', 'due.pregnancy_id as pregnancyId', 'due.state', 'due.reason'])
    .select(['due.due_on as dueOn', 'due.opened_at as openedAt'])
    .select(['specimen.number as specimenNumber', 'person.id as personId'])
    .select('person.identity_sealed as identitySealed')
    .where('due.due_on', 'is not', null)
    .orderBy('due.due_on')
    .orderBy('due.id')
    .limit(limit)
    .execute();
}

/** Follow-ups that go on, what is due first; the tube is the newest of the pregnancy. */
export async function listDueFollowUps(db: Db, limit: number) {
  return db
    .selectFrom('follow_up as due')
    .innerJoin('pregnancy', 'pregnancy.id', 'due.pregnancy_id')
    .innerJoin('person', 'person.id', 'pregnancy.person_id')
    .select(['due.id', 'due.pregnancy_id as pregnancyId', 'due.state', 'due.reason'])
    .select(['due.due_on as dueOn', 'due.opened_at as openedAt', 'due.attempts'])
    .select(['person.id as personId', 'person.identity_sealed as identitySealed'])
    .select(
      sql<string | null>`(select number from specimen where pregnancy_id = due.pregnancy_id
        order by id desc limit 1)`.as('specimenNumber'),
    )
    .where('due.due_on', 'is not', null)
    .orderBy('due.due_on')
    .orderBy('due.id')
    .limit(limit)
    .execute();
}

/** What was opened for a pregnancy, first to last. */
export async function listAftercareOf(db: Db, pregnancyId: string) {
  const cases = await db
    .selectFrom('high_risk_case')
    .select('id')
    .where('pregnancy_id', '=', pregnancyId)
    .orderBy('id')
    .execute();
  const redraws = await db
    .selectFrom('specimen')
    .innerJoin('redraw', 'redraw.specimen_id', 'specimen.id')
    .select('redraw.id')
    .where('specimen.pregnancy_id', '=', pregnancyId)
    .orderBy('redraw.id')
    .execute();
  const followUp = await db
    .selectFrom('follow_up')
    .select('id')
    .where('pregnancy_id', '=', pregnancyId)
    .executeTakeFirst();
  return { cases, redraws, followUp };
}
