import type { Transaction } from 'kysely';
import { daysBetween } from '../../casework/calendar-date.ts';
import { claimForPregnancy } from '../../casework/claim/claim-for-pregnancy.ts';
import { nextPregnancyState } from '../../casework/pregnancy/pregnancy-state.ts';
import type { Caller } from '../../security/caller.ts';
import { canonicalJson } from '../../security/canonical-json.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import { insertClaim, insertEligibilityDecision } from '../../store/claim-store.ts';
import {
  findOrInsertPerson,
  insertConsent,
  insertPregnancy,
  insertSerology,
  listPregnanciesOfPerson,
} from '../../store/pregnancy-store.ts';
import type { Tables } from '../../store/tables.ts';
import type { PregnancyBody } from '../schemas/pregnancy.ts';
import type { Services } from '../services.ts';
import { shanghaiDay } from '../shanghai-time.ts';
import { identityIndex, openIdentity, sealIdentity } from './person-identity.ts';
import { type PregnancyFacts, pregnancyFacts } from './pregnancy-facts.ts';
import { contradiction, moved } from './refusal.ts';

/** Two pregnancies of one person are at least so far apart; closer ones are one, dated twice. */
const betweenDeliveriesDaysMin = 140;

interface Registration {
  readonly services: Services;
  readonly caller: Caller;
  readonly body: PregnancyBody;
  readonly facts: PregnancyFacts;
  readonly now: Date;
}

/**
 * Registers a pregnancy: person, consent, serology, class, subsidy and claim in one transaction.
 * The
 * same registration again finds the same pregnancy.
 */
export async function registerPregnancy(
  services: Services,
  caller: Caller,
  body: PregnancyBody,
): Promise<{ id: string; created: boolean }> {
  const now = services.clock();
  const facts = pregnancyFacts(body, shanghaiDay(now));
  const registration = { services, caller, body, facts, now };
  return services.kysely.transaction().execute(async (tx) => {
    const personId = await findPerson(tx, registration);
    const registrationIndex = services.blindIndex('pregnancy.registration', contentOf(body));
    const earlier = await listPregnanciesOfPerson(tx, personId);
    const id = sameRegistration(earlier, { facts, registrationIndex });
    if (id !== null) return { id, created: false };
    return {
      id: await insertRegistration(tx, registration, { personId, registrationIndex }),
      created: true,
    };
  });
}

function contentOf(body: PregnancyBody): string {
  return canonicalJson(JSON.parse(JSON.stringify(body)));
}

async function findPerson(
  tx: Transaction<Tables>,
  { services, body, facts }: Registration,
): Promise<string> {
  const { type, value } = facts.identifier;
  const { name, birthDate, phone } = body;
  const id = uuidV7();
  const person = await findOrInsertPerson(tx, {
    id,
    identityIndex: identityIndex(services, facts.identifier),
    identitySealed: sealIdentity(services, id, {
      name,
      identifier: { type, value },
      birthDate,
      phone,
    }),
  });
  if (person.id === id) return id;
  const known = openIdentity(services, { personId: person.id, ...person });
  if (known.name !== name || known.birthDate !== birthDate) {
    throw contradiction('this identifier is registered with another name or birth date');
  }
  return person.id;
}

function sameRegistration(
  earlier: Awaited<ReturnType<typeof listPregnanciesOfPerson>>,
  { facts, registrationIndex }: { facts: PregnancyFacts; registrationIndex: Buffer },
): string | null {
  const { expectedDeliveryOn } = facts;
  const same = earlier.find((row) => row.expectedDeliveryOn === expectedDeliveryOn);
  if (same?.registrationIndex.equals(registrationIndex)) return same.id;
  if (same) throw contradiction('this pregnancy is registered with other facts');
  const overlapping = earlier.some(
    (row) =>
      row.state !== 'TERMINATED' &&
      Math.abs(daysBetween(row.expectedDeliveryOn, expectedDeliveryOn) ?? 0) <
        betweenDeliveriesDaysMin,
  );
  if (!overlapping) return null;
  throw contradiction('a pregnancy of this person with another day of delivery overlaps this one');
}

async function insertRegistration(
  tx: Transaction<Tables>,
  registration: Registration,
  { personId, registrationIndex }: { personId: string; registrationIndex: Buffer },
): Promise<string> {
  const { caller, body, facts, now } = registration;
  const id = uuidV7();
  const { class: populationClass, reasons: populationReasons } = facts.population;
  await insertPregnancy(tx, {
    id,
    personId,
    state:
      facts.serology.length > 0
        ? moved(nextPregnancyState('REGISTERED', 'record-serology'))
        : 'REGISTERED',
    expectedDeliveryOn: facts.expectedDeliveryOn,
    datingBasis: body.dating.basis,
    ageAtDelivery: facts.ageAtDelivery,
    fetusCount: body.fetusCount,
    clinical: body.clinical,
    cover: body.cover,
    request: body.request,
    registrationIndex,
    populationClass,
    populationReasons,
    registeredBy: caller.actorId,
    registeredAt: now,
  });
  await insertSerology(
    tx,
    id,
    facts.serology.map((row) => ({ ...row, id: uuidV7() })),
  );
  await insertConsent(tx, {
    id: uuidV7(),
    pregnancyId: id,
    state: body.consent ? 'SIGNED' : 'DRAFT',
    scopes: body.consent?.scopes ?? [],
    signedOn: body.consent?.signedOn ?? null,
  });
  const claim = await decideSubsidy(tx, registration, id);
  const { decision } = facts.eligibility;
  await appendAuditEvents(tx, [
    {
      at: now,
      actor: caller.name,
      action: 'pregnancy.register',
      subject: `pregnancy/${id}`,
      detail: { populationClass, eligibility: decision.state, claim },
    },
  ]);
  return id;
}

async function decideSubsidy(
  tx: Transaction<Tables>,
  { facts, now }: Registration,
  pregnancyId: string,
): Promise<string | null> {
  const { decision, inputs } = facts.eligibility;
  const eligibilityDecisionId = uuidV7();
  const { state, amountMinorUnits, reasons, schemeId, schemeVersion } = decision;
  await insertEligibilityDecision(tx, {
    ...{ id: eligibilityDecisionId, pregnancyId, state, amountMinorUnits, reasons },
    ...{ schemeId, schemeVersion, inputs, decidedAt: now },
  });
  const action = claimForPregnancy([], decision);
  if (action.action !== 'open') return null;
  const id = uuidV7();
  await insertClaim(tx, {
    ...{ id, pregnancyId, eligibilityDecisionId },
    ...{ amountMinorUnits: action.amountMinorUnits, openedAt: now },
  });
  return id;
}
