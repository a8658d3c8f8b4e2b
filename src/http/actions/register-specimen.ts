import type { Transaction } from 'kysely';
import { isDayAfter } from '../../casework/calendar-date.ts';
import { formatGestationalAge, gestationalDays } from '../../casework/pregnancy/gestational-age.ts';
import {
  nextPregnancyState,
  type PregnancyState,
} from '../../casework/pregnancy/pregnancy-state.ts';
import {
  nextSpecimenOrderState,
  type SpecimenOrderEvent,
  type SpecimenOrderState,
} from '../../casework/specimen/specimen-order-state.ts';
import type { Caller } from '../../security/caller.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import { type AuditEvent, appendAuditEvents } from '../../store/audit-store.ts';
import { lockPregnancy, movePregnancy, type PregnancyRow } from '../../store/pregnancy-store.ts';
import {
  findSpecimenByNumber,
  insertSpecimen,
  listSpecimens,
  type SpecimenRow,
} from '../../store/specimen-store.ts';
import type { Tables } from '../../store/tables.ts';
import type { SpecimenAnswer, SpecimenBody } from '../schemas/specimen.ts';
import type { Services } from '../services.ts';
import { shanghaiDay } from '../shanghai-time.ts';
import { fulfilRedraw, requestRedraw } from './open-aftercare.ts';
import { accept, conflict, contradiction, moved, violation } from './refusal.ts';
import { specimenHolds } from './specimen-holds.ts';
import { type Acting, actingAs } from './take-step.ts';
import { requirePregnancy } from './view-pregnancy.ts';

/** States of a tube that another may replace. */
const replaceable: ReadonlySet<string> = new Set(['REDRAW_REQUESTED', 'REJECTED', 'NO_CALL_FINAL']);

interface Draw {
  readonly pregnancy: PregnancyRow;
  readonly body: SpecimenBody;
  readonly today: string;
}

/**
 * Registers a blood tube of a pregnancy: held, rejected or on its way. The same tube again is
 * found;
 * a redraw names the tube it replaces and stays with the pregnancy's one claim.
 */
export async function registerSpecimen(
  services: Services,
  caller: Caller,
  { pregnancyId, body }: { pregnancyId: string; body: SpecimenBody },
): Promise<{ created: boolean }> {
  const now = services.clock();
  return services.kysely.transaction().execute(async (tx) => {
    await lockPregnancy(tx, pregnancyId);
    const pregnancy = await requirePregnancy(tx, pregnancyId);
    const known = await findSpecimenByNumber(tx, body.number);
    if (known) return requireSame(known, { pregnancyId, body });
    const draw = { pregnancy, body, today: shanghaiDay(now) };
    const parent = findParent(await listSpecimens(tx, pregnancyId), body);
    const planned = await planSpecimen(tx, draw);
    const id = uuidV7();
    const inserted = await insertSpecimen(tx, {
      ...{ id, pregnancyId, number: body.number, parentSpecimenId: parent?.id ?? null },
      ...{ drawnOn: body.drawnOn, receivedOn: body.receivedOn, ...planned },
      ...{ rejectionReason: body.rejectionReason, registeredBy: caller.actorId },
      registeredAt: now,
    });
    if (!inserted) throw contradiction('this number was registered by somebody else');
    await startTest(tx, pregnancy);
    const redraws = await settleRedraws(actingAs(services, tx, caller), { id, parent, draw });
    await appendAuditEvents(tx, [
      {
        ...{ at: now, actor: caller.name, action: 'specimen.register', subject: `specimen/${id}` },
        detail: {
          ...{ number: body.number, state: planned.state, holdReasons: planned.holdReasons },
          ...{ replaces: parent?.number ?? null, rejectionReason: body.rejectionReason },
        },
      },
      ...redraws,
    ]);
    return { created: true };
  });
}

/** The request this tube answers, and the one it makes where it cannot be used either. */
async function settleRedraws(
  acting: Acting,
  { id, parent, draw }: { id: string; parent: SpecimenRow | null; draw: Draw },
): Promise<AuditEvent[]> {
  const fulfilled = parent === null ? [] : await fulfilRedraw(acting, parent.id);
  const { drawnOn, rejectionReason: reason } = draw.body;
  if (reason === null) return fulfilled;
  const replaced = { specimenId: id, pregnancyId: draw.pregnancy.id, drawnOn, reason };
  return [...fulfilled, ...(await requestRedraw(acting, replaced))];
}

function requireSame(
  known: SpecimenRow,
  { pregnancyId, body }: { pregnancyId: string; body: SpecimenBody },
): { created: boolean } {
  const same =
    known.pregnancyId === pregnancyId &&
    known.drawnOn === body.drawnOn &&
    known.parentNumber === body.parentNumber &&
    (body.receivedOn === null || known.receivedOn === body.receivedOn) &&
    (body.rejectionReason === null || known.rejectionReason === body.rejectionReason);
  if (!same) throw contradiction('this specimen number is registered with other facts');
  return { created: false };
}

function findParent(earlier: readonly SpecimenRow[], body: SpecimenBody): SpecimenRow | null {
  const standing = earlier.filter(({ state }) => state !== 'CANCELLED');
  if (body.parentNumber === null) {
    if (standing.length === 0) return null;
    throw conflict('this pregnancy has a specimen: name the one that this replaces');
  }
  const parent = standing.find(({ number }) => number === body.parentNumber);
  if (!parent) throw violation('parent-unknown', 'the tube to replace is not of this pregnancy');
  if (!replaceable.has(parent.state)) {
    throw conflict(`a specimen that is ${parent.state} is not replaced`);
  }
  if (standing.some(({ parentNumber }) => parentNumber === parent.number)) {
    throw conflict('the specimen to replace was replaced already');
  }
  return parent;
}

async function planSpecimen(tx: Transaction<Tables>, { pregnancy, body, today }: Draw) {
  const dates = [body.drawnOn, body.receivedOn ?? body.drawnOn, today];
  if (dates.some((day, i) => i > 0 && isDayAfter(dates[i - 1], day))) {
    throw violation('dates-out-of-order', 'draw, receipt and today must follow each other');
  }
  const dating = { basis: 'due-date', dueDate: pregnancy.expectedDeliveryOn } as const;
  const days = accept(gestationalDays(dating, body.drawnOn));
  const holdReasons = await specimenHolds(tx, pregnancy, {
    drawnOn: body.drawnOn,
    gestationalDays: days,
  });
  const consented = pregnancy.consentState === 'SIGNED';
  const events: SpecimenOrderEvent[] = [
    ...(consented ? (['record-consent', 'draw'] as const) : []),
    ...(consented && body.receivedOn !== null ? (['receive'] as const) : []),
    ...(holdReasons.length > 0 ? (['hold'] as const) : []),
    ...(body.rejectionReason === null ? [] : (['reject', 'request-redraw'] as const)),
  ];
  const state = events.reduce<SpecimenOrderState>(
    (from, event) => moved(nextSpecimenOrderState(from, event)),
    'CREATED',
  );
  return { state, holdReasons, gestationalDaysAtDraw: days };
}

async function startTest(tx: Transaction<Tables>, { id, state }: PregnancyRow): Promise<void> {
  if (state === 'NIPT_ONGOING') return;
  const from = state as PregnancyState;
  const to = moved(nextPregnancyState(from, 'start-nipt'));
  if (!(await movePregnancy(tx, { id, from, to }))) {
    throw conflict('the pregnancy was changed by somebody else');
  }
}

/** A tube as it is answered. */
export function specimenAnswerOf(row: SpecimenRow): SpecimenAnswer {
  return {
    number: row.number,
    pregnancyId: row.pregnancyId,
    parentNumber: row.parentNumber,
    state: row.state as SpecimenAnswer['state'],
    drawnOn: row.drawnOn,
    gestationalAgeAtDraw: formatGestationalAge(row.gestationalDaysAtDraw),
    receivedOn: row.receivedOn,
    holdReasons: row.holdReasons,
    rejectionReason: row.rejectionReason,
  };
}
