import type { Transaction } from 'kysely';
import { isDayAfter } from '../../casework/calendar-date.ts';
import { type ConsentState, nextConsentState } from '../../casework/consent/consent-state.ts';
import {
  nextSpecimenOrderState,
  type SpecimenOrderState,
} from '../../casework/specimen/specimen-order-state.ts';
import { enqueueCount } from '../../jobs/enqueue-count.ts';
import type { Caller } from '../../security/caller.ts';
import { type AuditEvent, appendAuditEvents } from '../../store/audit-store.ts';
import { lockPregnancy, type PregnancyRow, signConsent } from '../../store/pregnancy-store.ts';
import { findSpecimensInWork } from '../../store/sample-store.ts';
import {
  listSpecimens,
  listWaitingFiles,
  moveSpecimen,
  type SpecimenRow,
  setHoldReasons,
} from '../../store/specimen-store.ts';
import type { Tables } from '../../store/tables.ts';
import type { ConsentBody } from '../schemas/pregnancy.ts';
import type { Services } from '../services.ts';
import { shanghaiDay } from '../shanghai-time.ts';
import { publishReports } from './publish-reports.ts';
import { conflict, contradiction, moved, violation } from './refusal.ts';
import { specimenHolds } from './specimen-holds.ts';
import { requirePregnancy } from './view-pregnancy.ts';

/**
 * Signs a consent, or widens a signed one. Tubes that were held for it go on, and what was uploaded
 * of them is counted; reports she now lets go to the platform go. The same again changes nothing.
 */
export async function signConsentOf(
  services: Services,
  caller: Caller,
  { pregnancyId, consent }: { pregnancyId: string; consent: ConsentBody },
): Promise<void> {
  const now = services.clock();
  if (isDayAfter(consent.signedOn, shanghaiDay(now))) {
    throw violation('consent-in-future', 'the consent is dated in the future');
  }
  await services.kysely.transaction().execute(async (tx) => {
    await lockPregnancy(tx, pregnancyId);
    const before = await requirePregnancy(tx, pregnancyId);
    if (isSame(before, consent)) return;
    await sign(tx, before, consent);
    const after = await requirePregnancy(tx, pregnancyId);
    const released = await releaseHeld(tx, { services, pregnancy: after });
    await appendAuditEvents(
      tx,
      [
        { action: 'consent.sign', subject: `pregnancy/${pregnancyId}` },
        ...released.map((id) => ({ action: 'specimen.release', subject: `specimen/${id}` })),
      ].map((event): AuditEvent => ({ at: now, actor: caller.name, detail: {}, ...event })),
    );
    await publishReports(tx, after, now);
  });
}

function isSame(row: PregnancyRow, { scopes, signedOn }: ConsentBody): boolean {
  const known = new Set(row.consentScopes);
  return (
    row.consentState === 'SIGNED' &&
    row.consentSignedOn === signedOn &&
    new Set(scopes).size === known.size &&
    scopes.every((scope) => known.has(scope))
  );
}

async function sign(
  tx: Transaction<Tables>,
  row: PregnancyRow,
  { scopes, signedOn }: ConsentBody,
): Promise<void> {
  const from = row.consentState as ConsentState;
  const given: readonly string[] = scopes;
  if (from === 'SIGNED') {
    // She may agree to more on the same paper; taking back is a withdrawal, with consequences of
    // its own.
    if (!row.consentScopes.every((scope) => given.includes(scope))) {
      throw contradiction('the consent was signed with other scopes');
    }
  } else moved(nextConsentState(from, 'sign'));
  const done = await signConsent(tx, { pregnancyId: row.id, from, scopes, signedOn });
  if (!done) throw conflict('the consent was changed by somebody else');
}

async function releaseHeld(
  tx: Transaction<Tables>,
  { services, pregnancy }: { services: Services; pregnancy: PregnancyRow },
): Promise<string[]> {
  const held = (await listSpecimens(tx, pregnancy.id)).filter(({ state }) => state === 'HELD');
  const released: string[] = [];
  for (const specimen of held) {
    const holdReasons = await specimenHolds(tx, pregnancy, {
      drawnOn: specimen.drawnOn,
      gestationalDays: specimen.gestationalDaysAtDraw,
    });
    if (holdReasons.length > 0 || specimen.receivedOn === null) {
      await setHoldReasons(tx, { id: specimen.id, holdReasons });
    } else {
      await releaseSpecimen(tx, { services, specimen });
      released.push(specimen.id);
    }
  }
  return released;
}

/**
 * Lets a tube that nothing holds any more go on: into the laboratory if a run already holds a
 * sample of
 * it, and what was uploaded of that sample is counted.
 */
export async function releaseSpecimen(
  tx: Transaction<Tables>,
  { services, specimen }: { services: Services; specimen: SpecimenRow },
): Promise<SpecimenOrderState> {
  const received = moved(nextSpecimenOrderState('HELD', 'release'));
  const inWork = await findSpecimensInWork(tx, [specimen.id]);
  const to = inWork.has(specimen.id)
    ? moved(nextSpecimenOrderState(received, 'start-laboratory'))
    : received;
  const done = await moveSpecimen(tx, { id: specimen.id, from: 'HELD', to, holdReasons: [] });
  if (!done) throw conflict('the specimen was changed by somebody else');
  for (const runFileId of await listWaitingFiles(tx, specimen.id)) {
    await enqueueCount(tx, services.jobs, runFileId);
  }
  return to;
}
