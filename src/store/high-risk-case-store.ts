import { type Kysely, sql } from 'kysely';
import type { DiagnosisResult, DiagnosisTarget } from '../casework/aftercare/diagnosis.ts';
import type { HighRiskCaseState } from '../casework/aftercare/high-risk-case-state.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

interface NewCase {
  readonly id: string;
  readonly specimenId: string;
  readonly pregnancyId: string;
  readonly reportId: string;
  readonly targets: readonly DiagnosisTarget[];
  readonly dueOn: string;
  readonly openedAt: Date;
}

/** Opens the case of a tube's high-risk report; false if an earlier version opened it. */
export async function insertCase(db: Db, opened: NewCase): Promise<boolean> {
  const result = await db
    .insertInto('high_risk_case')
    .values({
      ...{ id: opened.id, specimen_id: opened.specimenId, pregnancy_id: opened.pregnancyId },
      ...{ report_id: opened.reportId, targets: JSON.stringify(opened.targets) },
      ...{ state: 'DETECTED', due_on: opened.dueOn, opened_at: opened.openedAt },
    })
    .onConflict((conflict) => conflict.column('specimen_id').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export type CaseRow = Awaited<ReturnType<typeof listCases>>[number];

export async function getCase(db: Db, id: string): Promise<CaseRow | null> {
  return (await selectCases(db).where('high_risk_case.id', '=', id).executeTakeFirst()) ?? null;
}

export async function findCaseOfSpecimen(db: Db, specimenId: string): Promise<CaseRow | null> {
  const found = selectCases(db).where('high_risk_case.specimen_id', '=', specimenId);
  return (await found.executeTakeFirst()) ?? null;
}

/** The cases of a pregnancy that have not ended. */
export async function listOpenCases(db: Db, pregnancyId: string): Promise<CaseRow[]> {
  return selectCases(db)
    .where('high_risk_case.pregnancy_id', '=', pregnancyId)
    .where('high_risk_case.state', '<>', 'OUTCOME')
    .orderBy('high_risk_case.id')
    .execute();
}

/** Cases, newest first, before a cursor. */
export async function listCases(
  db: Db,
  options: { state: HighRiskCaseState | undefined; before: string | undefined; limit: number },
) {
  const { state, before, limit } = options;
  let query = selectCases(db).orderBy('high_risk_case.id', 'desc').limit(limit);
  if (state !== undefined) query = query.where('high_risk_case.state', '=', state);
  if (before !== undefined) query = query.where('high_risk_case.id', '<', before);
  return query.execute();
}

function selectCases(db: Db) {
  return db
    .selectFrom('high_risk_case')
    .innerJoin('specimen', 'specimen.id', 'high_risk_case.specimen_id')
    .innerJoin('pregnancy', 'pregnancy.id', 'high_risk_case.pregnancy_id')
    .leftJoin('pregnancy_outcome as outcome', 'outcome.pregnancy_id', 'pregnancy.id')
    .select([
      'high_risk_case.id',
      'high_risk_case.pregnancy_id as pregnancyId',
      'high_risk_case.report_id as reportId',
      'high_risk_case.targets',
      'high_risk_case.state',
      'high_risk_case.due_on as dueOn',
      'high_risk_case.revision',
      'high_risk_case.opened_at as openedAt',
      'specimen.number as specimenNumber',
      'pregnancy.expected_delivery_on as expectedDeliveryOn',
      'outcome.kind as outcomeKind',
      'outcome.ended_on as outcomeOn',
    ])
    .select(
      sql<boolean>`exists (select from referral where referral.case_id = high_risk_case.id
        and referral.state not in ('REJECTED', 'CLOSED'))`.as('isReferred'),
    );
}

interface NewDiagnosis {
  readonly id: string;
  readonly caseId: string;
  readonly institution: string;
  readonly method: string;
  readonly material: string;
  readonly results: readonly DiagnosisResult[];
  readonly reportedOn: string;
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

/** Records what a diagnosis institution found. It never changes; a later one stands beside it. */
export async function insertDiagnosis(db: Db, found: NewDiagnosis): Promise<void> {
  await db
    .insertInto('diagnosis')
    .values({
      ...{ id: found.id, case_id: found.caseId, institution: found.institution },
      ...{ method: found.method, material: found.material, reported_on: found.reportedOn },
      ...{ results: JSON.stringify(found.results), recorded_by: found.recordedBy },
      recorded_at: found.recordedAt,
    })
    .execute();
}

/** The diagnoses of a case, first to last. */
export async function listDiagnoses(db: Db, caseId: string) {
  return db
    .selectFrom('diagnosis')
    .select(['institution', 'method', 'material', 'results'])
    .select(['reported_on as reportedOn', 'recorded_at as recordedAt'])
    .where('case_id', '=', caseId)
    .orderBy('id')
    .execute();
}
