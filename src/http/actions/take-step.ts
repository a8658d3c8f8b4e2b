import type { Transaction } from 'kysely';
import { tellsFetalSex } from '../../casework/aftercare/tells-fetal-sex.ts';
import type { Caller } from '../../security/caller.ts';
import {
  type AftercareSubject,
  insertStep,
  lockAftercare,
  moveAftercare,
} from '../../store/aftercare-steps.ts';
import type { AuditEvent } from '../../store/audit-store.ts';
import { lockPregnancy } from '../../store/pregnancy-store.ts';
import type { Tables } from '../../store/tables.ts';
import { closeReminder } from '../../store/task-store.ts';
import { entityTag } from '../entity-tag.ts';
import { HttpProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import { shanghaiDay } from '../shanghai-time.ts';
import { conflict } from './refusal.ts';

/** Who acts, when, within which transaction. */
export interface Acting {
  readonly services: Services;
  readonly tx: Transaction<Tables>;
  readonly caller: Pick<Caller, 'actorId' | 'name'>;
  readonly now: Date;
  readonly today: string;
}

/** Throws if the caller saw another version. */
export type JudgeTag = (tag: string) => void;

interface Versioned {
  readonly id: string;
  readonly state: string;
  readonly revision: number;
}

/** The version of a case, a referral, a follow-up or a redraw. */
export function aftercareTag({ id, revision }: Pick<Versioned, 'id' | 'revision'>): string {
  return entityTag(id, String(revision));
}

export function actingAs(
  services: Services,
  tx: Transaction<Tables>,
  caller: Acting['caller'],
): Acting {
  const now = services.clock();
  return { services, tx, caller, now, today: shanghaiDay(now) };
}

/** One as it is now, held with its pregnancy until the transaction ends, in the version seen. */
export async function lockAndJudge<Row extends Versioned & { readonly pregnancyId: string }>(
  { tx }: Acting,
  subject: AftercareSubject,
  { load, judge }: { load: () => Promise<Row>; judge: JudgeTag },
): Promise<Row> {
  const { id, pregnancyId } = await load();
  await lockPregnancy(tx, pregnancyId);
  await lockAftercare(tx, subject, id);
  const row = await load();
  judge(aftercareTag(row));
  return row;
}

interface Step {
  readonly subject: AftercareSubject;
  readonly row: Versioned;
  readonly event: string;
  readonly to: string;
  readonly note: string;
  readonly dueOn?: string | null;
  readonly attempts?: number;
}

/**
 * Moves one and writes down who did it; whoever was to be reminded of it is not any more. Answers
 * the audit event, which the caller appends last.
 */
export async function takeStep(
  { services, tx, caller, now }: Acting,
  { subject, row, event, to, note, dueOn, attempts }: Step,
): Promise<AuditEvent> {
  requireSexBlind(note);
  const { id, revision, state: from } = row;
  const due = {
    ...(dueOn !== undefined && { dueOn }),
    ...(attempts !== undefined && { attempts }),
  };
  if (!(await moveAftercare(tx, { subject, id, revision, to, ...due }))) {
    throw conflict('somebody else acted first');
  }
  await insertStep(tx, services.sealer, {
    ...{ subject, id, event, from, to, actorId: caller.actorId, at: now, note },
  });
  const name = `${subject}/${id}`;
  await closeReminder(tx, { subject: name, closedBy: caller.actorId, closedAt: now });
  return {
    ...{ at: now, actor: caller.name, action: `${subject}.${event}`, subject: name },
    detail: { from, to, ...(dueOn !== undefined && { dueOn }) },
  };
}

function requireSexBlind(note: string): void {
  if (!tellsFetalSex(note)) return;
  throw new HttpProblem('fetal-sex-told', 'the note would tell the fetal sex: leave that out');
}
