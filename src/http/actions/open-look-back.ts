import type { Caller } from '../../security/caller.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import { getLookBack, insertLookBack, type LookBackRow } from '../../store/look-back-store.ts';
import { HttpProblem } from '../problem.ts';
import type { LookBackAnswer, LookBackBody } from '../schemas/look-back.ts';
import type { Services } from '../services.ts';

const recordClass = 'look_back.reason';

/** Lists what was touched and has it run again beside; answers the look-back's id. */
export async function openLookBack(
  { kysely, jobs, sealer, clock }: Services,
  caller: Caller,
  { by, value, reason }: LookBackBody,
): Promise<string> {
  const now = clock();
  const id = uuidV7();
  const reasonSealed = sealer.sealText(reason, { recordClass, recordId: id });
  const opened = { id, by, value, reasonSealed, openedBy: caller.actorId, openedAt: now };
  await kysely.transaction().execute(async (tx) => {
    const reports = await insertLookBack(tx, opened);
    await jobs.enqueue(tx, 'look-back', { lookBackId: id });
    const event = { at: now, actor: caller.name, action: 'look-back.open' };
    const subject = `look-back/${id}`;
    await appendAuditEvents(tx, [{ ...event, subject, detail: { by, value, reports } }]);
  });
  return id;
}

export function lookBackAnswerOf({ sealer }: Services, row: LookBackRow): LookBackAnswer {
  const { reasonSealed, ...shown } = row;
  const reason = sealer.openText(reasonSealed, { recordClass, recordId: row.id });
  return { ...shown, by: row.by as LookBackAnswer['by'], reason };
}

/** A look-back that must exist, or 404. */
export async function requireLookBack({ kysely }: Services, id: string): Promise<LookBackRow> {
  const row = await getLookBack(kysely, id);
  if (!row) throw HttpProblem.notFound('look-back');
  return row;
}
