import { isDayAfter } from '../../casework/calendar-date.ts';
import { type ConsentState, nextConsentState } from '../../casework/consent/consent-state.ts';
import {
  nextSpecimenOrderState,
  type SpecimenOrderState,
} from '../../casework/specimen/specimen-order-state.ts';
import type { Caller } from '../../security/caller.ts';
import { type AuditEvent, appendAuditEvents } from '../../store/audit-store.ts';
import { withdrawFindingsOf } from '../../store/finding-outbox-store.ts';
import { withdrawReportsOf } from '../../store/outbox-store.ts';
import { lockPregnancy, type PregnancyRow, withdrawConsent } from '../../store/pregnancy-store.ts';
import { listSpecimens, moveSpecimen } from '../../store/specimen-store.ts';
import type { WithdrawalBody } from '../schemas/pregnancy.ts';
import type { Services } from '../services.ts';
import { conflict, moved, violation } from './refusal.ts';
import { specimenHolds } from './specimen-holds.ts';
import { type Acting, actingAs } from './take-step.ts';
import { requirePregnancy } from './view-pregnancy.ts';

/**
 * Takes back a consent, for good: tubes that are not reported stop, nothing more goes to the
 * platform, and what it was offered is taken back by tombstones. What was issued for her own care
 * stays. The same again changes nothing.
 */
export async function withdrawConsentOf(
  services: Services,
  caller: Caller,
  { pregnancyId, askedOn }: WithdrawalBody & { pregnancyId: string },
): Promise<void> {
  await services.kysely.transaction().execute(async (tx) => {
    const acting = actingAs(services, tx, caller);
    if (isDayAfter(askedOn, acting.today)) {
      throw violation('consent-in-future', 'the withdrawal is dated in the future');
    }
    await lockPregnancy(tx, pregnancyId);
    const before = await requirePregnancy(tx, pregnancyId);
    if (before.consentState === 'WITHDRAWN') return;
    moved(nextConsentState(before.consentState as ConsentState, 'withdraw'));
    if (!(await withdrawConsent(tx, pregnancyId))) {
      throw conflict('the consent was changed by somebody else');
    }
    const held = await holdTubes(acting, await requirePregnancy(tx, pregnancyId));
    const event = { at: acting.now, actor: caller.name };
    const subject = `pregnancy/${pregnancyId}`;
    const taken = { ...event, action: 'consent.withdraw', subject, detail: { askedOn } };
    const stopped = held.map(
      (id): AuditEvent => ({
        ...{ ...event, action: 'specimen.hold', subject: `specimen/${id}` },
        detail: { because: 'consent.withdraw' },
      }),
    );
    // Last, under the chain's lock: the order of both outboxes is that of the commits.
    await appendAuditEvents(tx, [taken, ...stopped]);
    await withdrawReportsOf(tx, { pregnancyId, publishedAt: acting.now });
    await withdrawFindingsOf(tx, { pregnancyId, publishedAt: acting.now });
  });
}

/** Stops every tube that is under way: one that is held is neither counted, scored nor signed. */
async function holdTubes({ tx }: Acting, pregnancy: PregnancyRow): Promise<string[]> {
  const held: string[] = [];
  for (const specimen of await listSpecimens(tx, pregnancy.id)) {
    const { id, drawnOn, gestationalDaysAtDraw: gestationalDays } = specimen;
    const from = specimen.state as SpecimenOrderState;
    const next = nextSpecimenOrderState(from, 'hold');
    if (!next.ok) continue;
    const holdReasons = await specimenHolds(tx, pregnancy, { drawnOn, gestationalDays });
    if (!(await moveSpecimen(tx, { id, from, to: next.state, holdReasons }))) {
      throw conflict('a tube was moved by somebody else');
    }
    held.push(id);
  }
  return held;
}
