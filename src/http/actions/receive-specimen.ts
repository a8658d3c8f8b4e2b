import type { Transaction } from 'kysely';
import { isDayAfter } from '../../casework/calendar-date.ts';
import {
  nextSpecimenOrderState,
  type SpecimenOrderEvent,
  type SpecimenOrderState,
} from '../../casework/specimen/specimen-order-state.ts';
import type { Caller } from '../../security/caller.ts';
import { type AuditEvent, appendAuditEvents } from '../../store/audit-store.ts';
import { lockPregnancy } from '../../store/pregnancy-store.ts';
import {
  findSpecimenByNumber,
  moveSpecimen,
  type SpecimenRow,
} from '../../store/specimen-store.ts';
import type { Tables } from '../../store/tables.ts';
import { HttpProblem } from '../problem.ts';
import type { ReceiptBody } from '../schemas/specimen.ts';
import type { Services } from '../services.ts';
import { shanghaiDay } from '../shanghai-time.ts';
import { requestRedraw } from './open-aftercare.ts';
import { conflict, contradiction, moved, violation } from './refusal.ts';
import { releaseSpecimen } from './sign-consent.ts';
import { type Acting, actingAs } from './take-step.ts';

/**
 * Takes a tube in at the laboratory, or rejects it and asks for another. The same again is found.
 */
export async function receiveSpecimen(
  services: Services,
  caller: Caller,
  { number, body }: { number: string; body: ReceiptBody },
): Promise<void> {
  const now = services.clock();
  await services.kysely.transaction().execute(async (tx) => {
    const specimen = await lockSpecimen(tx, number);
    if (
      specimen.receivedOn === body.receivedOn &&
      specimen.rejectionReason === body.rejectionReason
    )
      return;
    if (specimen.receivedOn !== null && specimen.receivedOn !== body.receivedOn) {
      throw contradiction('this specimen was received on another day');
    }
    if (specimen.rejectionReason !== null) {
      throw contradiction('this specimen was rejected for another reason');
    }
    const dates = [specimen.drawnOn, body.receivedOn, shanghaiDay(now)];
    if (dates.some((day, i) => i > 0 && isDayAfter(dates[i - 1], day))) {
      throw violation('dates-out-of-order', 'draw, receipt and today must follow each other');
    }
    const state = await receive(tx, { services, specimen, body });
    const asked = await askAgain(actingAs(services, tx, caller), specimen, body);
    await appendAuditEvents(tx, [
      {
        ...{ at: now, actor: caller.name, subject: `specimen/${specimen.id}` },
        action: body.rejectionReason === null ? 'specimen.receive' : 'specimen.reject',
        detail: { number, state, rejectionReason: body.rejectionReason },
      },
      ...asked,
    ]);
  });
}

/** A tube that cannot be used has to be drawn again. */
async function askAgain(
  acting: Acting,
  { id, pregnancyId, drawnOn }: SpecimenRow,
  { rejectionReason: reason }: ReceiptBody,
): Promise<AuditEvent[]> {
  if (reason === null) return [];
  return requestRedraw(acting, { specimenId: id, pregnancyId, drawnOn, reason });
}

async function receive(
  tx: Transaction<Tables>,
  { services, specimen, body }: { services: Services; specimen: SpecimenRow; body: ReceiptBody },
): Promise<SpecimenOrderState> {
  const from = specimen.state as SpecimenOrderState;
  const events: SpecimenOrderEvent[] = [
    ...(from === 'HELD' || from === 'RECEIVED' ? [] : (['receive'] as const)),
    ...(body.rejectionReason === null ? [] : (['reject', 'request-redraw'] as const)),
  ];
  const to = events.reduce<SpecimenOrderState>(
    (state, event) => moved(nextSpecimenOrderState(state, event)),
    from,
  );
  const done = await moveSpecimen(tx, {
    ...{ id: specimen.id, from, to },
    ...{ receivedOn: body.receivedOn, rejectionReason: body.rejectionReason },
  });
  if (!done) throw conflict('the specimen was changed by somebody else');
  if (to !== 'HELD' || specimen.holdReasons.length > 0) return to;
  return releaseSpecimen(tx, { services, specimen });
}

/** The tube, its case held until the end of the transaction. */
async function lockSpecimen(tx: Transaction<Tables>, number: string): Promise<SpecimenRow> {
  const found = await findSpecimenByNumber(tx, number);
  if (found) await lockPregnancy(tx, found.pregnancyId);
  const specimen = await findSpecimenByNumber(tx, number);
  if (!specimen) throw HttpProblem.notFound('specimen');
  return specimen;
}
