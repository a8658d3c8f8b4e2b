import type { Kysely } from 'kysely';
import type { ConsentState } from '../casework/consent/consent-state.ts';
import type { PregnancyState } from '../casework/pregnancy/pregnancy-state.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** A person as she is kept: her number as a keyed hash, everything else sealed. */
export interface PersonRow {
  readonly id: string;
  readonly identityIndex: Buffer;
  readonly identitySealed: Buffer;
}

/**
 * Registers a person, or finds her again by her identifier's hash. The first registration stays.
 */
export async function findOrInsertPerson(db: Db, person: PersonRow): Promise<PersonRow> {
  await db
    .insertInto('person')
    .values({
      id: person.id,
      identity_index: person.identityIndex,
      identity_sealed: person.identitySealed,
    })
    .onConflict((conflict) => conflict.column('identity_index').doNothing())
    .execute();
  // Locked, so that two registrations of one person follow each other.
  return db
    .selectFrom('person')
    .select(['id', 'identity_index as identityIndex', 'identity_sealed as identitySealed'])
    .where('identity_index', '=', person.identityIndex)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export interface NewPregnancy {
  readonly id: string;
  readonly personId: string;
  readonly state: PregnancyState;
  readonly expectedDeliveryOn: string;
  readonly datingBasis: string;
  readonly ageAtDelivery: number;
  readonly fetusCount: number;
  readonly clinical: object;
  readonly cover: object;
  readonly request: object;
  readonly registrationIndex: Buffer;
  readonly populationClass: string;
  readonly populationReasons: readonly string[];
  readonly registeredBy: string;
  readonly registeredAt: Date;
}

export async function insertPregnancy(db: Db, pregnancy: NewPregnancy): Promise<void> {
  await db
    .insertInto('pregnancy')
    .values({
      id: pregnancy.id,
      person_id: pregnancy.personId,
      state: pregnancy.state,
      expected_delivery_on: pregnancy.expectedDeliveryOn,
      dating_basis: pregnancy.datingBasis,
      age_at_delivery: pregnancy.ageAtDelivery,
      fetus_count: pregnancy.fetusCount,
      clinical: JSON.stringify(pregnancy.clinical),
      cover: JSON.stringify(pregnancy.cover),
      request: JSON.stringify(pregnancy.request),
      registration_index: pregnancy.registrationIndex,
      population_class: pregnancy.populationClass,
      population_reasons: JSON.stringify(pregnancy.populationReasons),
      registered_by: pregnancy.registeredBy,
      registered_at: pregnancy.registeredAt,
    })
    .execute();
}

/** Every pregnancy of a person, to tell a repetition and an overlap. */
export async function listPregnanciesOfPerson(db: Db, personId: string) {
  return db
    .selectFrom('pregnancy')
    .select([
      'id',
      'state',
      'expected_delivery_on as expectedDeliveryOn',
      'registration_index as registrationIndex',
    ])
    .where('person_id', '=', personId)
    .execute();
}

/**
 * Holds a pregnancy until the end of the transaction, so that changes of one case follow each
 * other.
 */
export async function lockPregnancy(db: Db, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('pregnancy')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

export type PregnancyRow = Awaited<ReturnType<typeof listPregnancies>>[number];

/** A pregnancy with its person and consent. */
export async function getPregnancy(db: Db, id: string): Promise<PregnancyRow | null> {
  const row = await selectPregnancies(db).where('pregnancy.id', '=', id).executeTakeFirst();
  return row ?? null;
}

/** Pregnancies, newest first, before a cursor. */
export async function listPregnancies(
  db: Db,
  { before, limit }: { before: string | undefined; limit: number },
) {
  const query = selectPregnancies(db).orderBy('pregnancy.id', 'desc').limit(limit);
  return before === undefined
    ? query.execute()
    : query.where('pregnancy.id', '<', before).execute();
}

function selectPregnancies(db: Db) {
  return db
    .selectFrom('pregnancy')
    .innerJoin('person', 'person.id', 'pregnancy.person_id')
    .innerJoin('consent', 'consent.pregnancy_id', 'pregnancy.id')
    .select([
      'pregnancy.id',
      'pregnancy.person_id as personId',
      'person.identity_sealed as identitySealed',
      'pregnancy.state',
      'pregnancy.expected_delivery_on as expectedDeliveryOn',
      'pregnancy.dating_basis as datingBasis',
      'pregnancy.age_at_delivery as ageAtDelivery',
      'pregnancy.fetus_count as fetusCount',
      'pregnancy.clinical',
      'pregnancy.cover',
      'pregnancy.request',
      'pregnancy.population_class as populationClass',
      'pregnancy.population_reasons as populationReasons',
      'pregnancy.registered_at as registeredAt',
      'consent.state as consentState',
      'consent.scopes as consentScopes',
      'consent.signed_on as consentSignedOn',
    ]);
}

/** Moves a pregnancy by compare-and-set; false if another state was found. */
export async function movePregnancy(
  db: Db,
  { id, from, to }: { id: string; from: PregnancyState; to: PregnancyState },
): Promise<boolean> {
  const result = await db
    .updateTable('pregnancy')
    .set({ state: to })
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** One serology report, as facts. */
export interface SerologyRow {
  readonly institution: string;
  readonly testedOn: string;
  readonly trisomy21Denominator: number | null;
  readonly trisomy18Denominator: number | null;
  readonly trisomy21CutoffDenominator: number;
  readonly trisomy18CutoffDenominator: number;
  readonly class: string;
}

export async function insertSerology(
  db: Db,
  pregnancyId: string,
  rows: readonly (SerologyRow & { readonly id: string })[],
): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto('serology_result')
    .values(
      rows.map((row) => ({
        id: row.id,
        pregnancy_id: pregnancyId,
        institution: row.institution,
        tested_on: row.testedOn,
        trisomy21_denominator: row.trisomy21Denominator,
        trisomy18_denominator: row.trisomy18Denominator,
        trisomy21_cutoff_denominator: row.trisomy21CutoffDenominator,
        trisomy18_cutoff_denominator: row.trisomy18CutoffDenominator,
        class: row.class,
      })),
    )
    .execute();
}

export async function listSerology(db: Db, pregnancyId: string): Promise<SerologyRow[]> {
  return db
    .selectFrom('serology_result')
    .select([
      'institution',
      'tested_on as testedOn',
      'trisomy21_denominator as trisomy21Denominator',
      'trisomy18_denominator as trisomy18Denominator',
      'trisomy21_cutoff_denominator as trisomy21CutoffDenominator',
      'trisomy18_cutoff_denominator as trisomy18CutoffDenominator',
      'class',
    ])
    .where('pregnancy_id', '=', pregnancyId)
    .orderBy('tested_on')
    .orderBy('institution')
    .execute();
}

export interface NewConsent {
  readonly id: string;
  readonly pregnancyId: string;
  readonly state: ConsentState;
  readonly scopes: readonly string[];
  readonly signedOn: string | null;
}

export async function insertConsent(db: Db, consent: NewConsent): Promise<void> {
  await db
    .insertInto('consent')
    .values({
      id: consent.id,
      pregnancy_id: consent.pregnancyId,
      state: consent.state,
      scopes: JSON.stringify(consent.scopes),
      signed_on: consent.signedOn,
    })
    .execute();
}

/** Takes a signed consent back; false if it is none. */
export async function withdrawConsent(db: Db, pregnancyId: string): Promise<boolean> {
  const result = await db
    .updateTable('consent')
    .set({ state: 'WITHDRAWN' })
    .where('pregnancy_id', '=', pregnancyId)
    .where('state', '=', 'SIGNED')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Signs a consent in the state it was found in; false if another was there. */
export async function signConsent(
  db: Db,
  {
    pregnancyId,
    from,
    scopes,
    signedOn,
  }: Omit<NewConsent, 'id' | 'state'> & { from: ConsentState },
): Promise<boolean> {
  const result = await db
    .updateTable('consent')
    .set({ state: 'SIGNED', scopes: JSON.stringify(scopes), signed_on: signedOn })
    .where('pregnancy_id', '=', pregnancyId)
    .where('state', '=', from)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
