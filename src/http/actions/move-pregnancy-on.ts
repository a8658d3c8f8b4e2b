import type { OutcomeKind } from '../../casework/aftercare/pregnancy-outcome.ts';
import { pregnancyEventOf } from '../../casework/aftercare/pregnancy-outcome.ts';
import {
  nextPregnancyState,
  type PregnancyEvent,
  type PregnancyState,
} from '../../casework/pregnancy/pregnancy-state.ts';
import { movePregnancy } from '../../store/pregnancy-store.ts';
import { conflict, moved } from './refusal.ts';
import type { Acting } from './take-step.ts';
import { requirePregnancy } from './view-pregnancy.ts';

/** A pregnancy whose diagnosis begins; one that is further stays. */
export async function startDiagnosis(acting: Acting, pregnancyId: string): Promise<void> {
  await moveIfAllowed(acting, pregnancyId, 'start-diagnosis');
}

/** A pregnancy that has ended, as its outcome says. */
export async function endPregnancy(
  acting: Acting,
  pregnancyId: string,
  kind: OutcomeKind,
): Promise<void> {
  const { state } = await requirePregnancy(acting.tx, pregnancyId);
  const from = state as PregnancyState;
  const to = moved(nextPregnancyState(from, pregnancyEventOf(kind)));
  await move(acting, pregnancyId, { from, to });
}

/** A pregnancy of which no more will be known: lost before its end, closed after it. */
export async function loseOrClosePregnancy(acting: Acting, pregnancyId: string): Promise<void> {
  if (await moveIfAllowed(acting, pregnancyId, 'close')) return;
  await moveIfAllowed(acting, pregnancyId, 'lose');
}

/** A pregnancy whose outcome is complete. */
export async function closePregnancy(acting: Acting, pregnancyId: string): Promise<void> {
  await moveIfAllowed(acting, pregnancyId, 'close');
}

async function moveIfAllowed(
  acting: Acting,
  pregnancyId: string,
  event: PregnancyEvent,
): Promise<boolean> {
  const { state } = await requirePregnancy(acting.tx, pregnancyId);
  const from = state as PregnancyState;
  const next = nextPregnancyState(from, event);
  if (next.ok) await move(acting, pregnancyId, { from, to: next.state });
  return next.ok;
}

async function move(
  { tx }: Acting,
  id: string,
  { from, to }: { from: PregnancyState; to: PregnancyState },
): Promise<void> {
  if (await movePregnancy(tx, { id, from, to })) return;
  throw conflict('the pregnancy was changed by somebody else');
}
