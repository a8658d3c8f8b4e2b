import type { Kysely } from 'kysely';
import { aftercareSubjects } from '../store/aftercare-steps.ts';
import { appendAuditEvents } from '../store/audit-store.ts';
import {
  listUnremembered,
  markFollowUpsDue,
  type RemindedSubject,
  remindedSubjects,
} from '../store/due-aftercare.ts';
import type { Tables } from '../store/tables.ts';
import { raiseNotice } from '../store/task-store.ts';

interface Reminding {
  readonly kysely: Kysely<Tables>;
  readonly clock: () => Date;
}

const shanghaiMilliseconds = 8 * 3_600_000;
const batchSize = 200;

/**
 * Asks a person to act on every case, follow-up and redraw whose day has come. The task stays open
 * until somebody does, so nothing is forgotten silently; it is raised once for each due day.
 */
export async function remindAftercare({ kysely, clock }: Reminding): Promise<void> {
  const now = clock();
  const today = new Date(now.getTime() + shanghaiMilliseconds).toISOString().slice(0, 10);
  await kysely.transaction().execute(async (tx) => {
    const ids = await markFollowUpsDue(tx, today);
    const event = { at: now, actor: 'system', action: 'follow-up.come-due' };
    const events = ids.map((id) => ({ ...event, subject: `follow-up/${id}`, detail: { today } }));
    await appendAuditEvents(tx, events);
  });
  for (const subject of remindedSubjects) {
    while ((await remindOf(kysely, { subject, today, now })) === batchSize);
  }
}

/** Raises one batch of tasks; answers how many there were to raise. */
async function remindOf(
  kysely: Kysely<Tables>,
  { subject, today, now }: { subject: RemindedSubject; today: string; now: Date },
): Promise<number> {
  return kysely.transaction().execute(async (tx) => {
    const ids = await listUnremembered(tx, { subject, today, limit: batchSize });
    const kind = aftercareSubjects[subject].task;
    const raised: string[] = [];
    for (const id of ids) {
      const name = `${subject}/${id}`;
      if (await raiseNotice(tx, { kind, subject: name, raisedAt: now })) raised.push(name);
    }
    const event = { at: now, actor: 'system', action: 'task.raise', detail: { kind } };
    await appendAuditEvents(
      tx,
      raised.map((name) => ({ ...event, subject: name })),
    );
    return ids.length;
  });
}
