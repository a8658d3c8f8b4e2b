import type { Transaction } from 'kysely';
import { bearerToken } from '../../security/bearer-token.ts';
import type { Caller, CallerSession } from '../../security/caller.ts';
import {
  recoveryCodeHash,
  recoveryCodes,
  totpSecret,
  totpStep,
  totpUri,
} from '../../security/totp.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import { findEnrolment, keepEnrolment, renewSession } from '../../store/session-store.ts';
import {
  lockStaff,
  replaceRecoveryCodes,
  type StaffRow,
  updateStaff,
  useRecoveryCode,
  useTotpStep,
} from '../../store/staff-store.ts';
import type { Tables } from '../../store/tables.ts';
import { forgetAttempts } from '../../store/throttle-store.ts';
import { HttpProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import { requireFreshFactor } from '../sign-in-step.ts';
import { conflict } from './refusal.ts';
import { factorSubject, requireAttempt, throttles } from './throttle.ts';

type Tx = Transaction<Tables>;

/** A new second factor, to be typed or scanned into an authenticator, and then confirmed. */
export interface Enrolment {
  readonly secret: string;
  readonly uri: string;
}

/**
 * Takes a code of the authenticator, or one of the codes kept for its loss, and gives the session a
 * new token: the one that was good for nothing else is dead. A code is taken once.
 */
export async function giveFactor(
  services: Services,
  caller: Caller,
  code: string,
): Promise<{ token: string }> {
  const now = services.clock();
  const token = bearerToken('session');
  return attempt(services, caller, async (tx, staff) => {
    if (staff.totpSealed === null) throw conflict('no second factor is set up');
    const used = await useCode(tx, services, { staff, code, now });
    if (used === null) return null;
    if (!(await renewSession(tx, { id: sessionOf(caller).id, token, factorAt: now }))) return null;
    return { value: { token }, action: 'sign-in.factor', detail: { factor: used } };
  });
}

/** Starts setting up a second factor: the first, or a new one by whoever has just given the old. */
export async function startEnrolment(services: Services, caller: Caller): Promise<Enrolment> {
  const { kysely, sealer } = services;
  const { id } = requireEnrolling(services, caller);
  const secret = totpSecret();
  const sealed = sealer.sealText(secret, enrolmentOf(id));
  await kysely.transaction().execute((tx) => keepEnrolment(tx, id, sealed));
  return { secret, uri: totpUri(secret, caller.name) };
}

/** The second factor that is being set up; a new one if none is. */
export async function currentEnrolment(services: Services, caller: Caller): Promise<Enrolment> {
  const { id } = requireEnrolling(services, caller);
  const sealed = await findEnrolment(services.kysely, id);
  if (sealed === null) return startEnrolment(services, caller);
  const secret = services.sealer.openText(sealed, enrolmentOf(id));
  return { secret, uri: totpUri(secret, caller.name) };
}

/** Confirms the new second factor by its first code; answers the recovery codes, once. */
export async function confirmEnrolment(
  services: Services,
  caller: Caller,
  code: string,
): Promise<{ token: string; recoveryCodes: readonly string[] }> {
  const { sealer } = services;
  const now = services.clock();
  const { id } = requireEnrolling(services, caller);
  const token = bearerToken('session');
  return attempt(services, caller, async (tx, staff) => {
    const sealed = await findEnrolment(tx, id);
    if (sealed === null) throw conflict('no second factor is being set up in this session');
    const secret = sealer.openText(sealed, enrolmentOf(id));
    const step = totpStep(secret, code, now);
    if (step === null) return null;
    await updateStaff(tx, staff.id, {
      totpSealed: sealer.sealText(secret, factorOf(staff.id)),
      totpLastStep: step,
    });
    const codes = recoveryCodes();
    await replaceRecoveryCodes(tx, { staffId: staff.id, hashes: codes.map(recoveryCodeHash) });
    if (!(await renewSession(tx, { id, token, factorAt: now }))) return null;
    return { value: { token, recoveryCodes: codes }, action: 'factor.set-up', detail: {} };
  });
}

/** Judges one attempt in one transaction with its audit event, whether it is right or wrong. */
async function attempt<Value>(
  services: Services,
  caller: Caller,
  judge: (
    tx: Tx,
    staff: StaffRow,
  ) => Promise<{ value: Value; action: string; detail: Record<string, string> } | null>,
): Promise<Value> {
  const subject = factorSubject(services, caller.actorId);
  const { locks } = await requireAttempt(services, subject, throttles.factor);
  const about = {
    ...{ at: services.clock(), actor: caller.name, subject: `staff/${caller.actorId}` },
    detail: {},
  };
  const judged = await services.kysely.transaction().execute(async (tx) => {
    const staff = await lockStaff(tx, caller.actorId);
    const right = staff && (await judge(tx, staff));
    if (right) await forgetAttempts(tx, subject);
    const failure = [
      { ...about, action: 'sign-in.refuse-factor' },
      ...(locks ? [{ ...about, action: 'sign-in.lock' }] : []),
    ];
    const { action = '', detail = {} } = right ?? {};
    await appendAuditEvents(tx, right ? [{ ...about, action, detail }] : failure);
    return right;
  });
  if (!judged) throw new HttpProblem('sign-in-refused', 'the code is wrong or was used before');
  return judged.value;
}

/** Uses up what was typed: six digits are the authenticator's, anything else a recovery code. */
async function useCode(
  tx: Tx,
  { sealer }: Services,
  { staff, code, now }: { staff: StaffRow; code: string; now: Date },
): Promise<'totp' | 'recovery-code' | null> {
  if (staff.totpSealed === null) return null;
  if (!/^[\d\s]+$/.test(code)) {
    const hash = recoveryCodeHash(code);
    return (await useRecoveryCode(tx, { staffId: staff.id, hash, now })) ? 'recovery-code' : null;
  }
  const step = totpStep(sealer.openText(staff.totpSealed, factorOf(staff.id)), code, now);
  if (step === null) return null;
  return (await useTotpStep(tx, { staffId: staff.id, step })) ? 'totp' : null;
}

function requireEnrolling({ clock }: Services, caller: Caller): CallerSession {
  const session = sessionOf(caller);
  if (session.step !== 'enrol-factor') requireFreshFactor(caller, clock());
  return session;
}

function sessionOf({ session }: Caller): CallerSession {
  if (session === null) throw new Error('a machine has no session');
  return session;
}

function factorOf(staffId: string) {
  return { recordClass: 'staff.totp', recordId: staffId };
}

function enrolmentOf(sessionId: string) {
  return { recordClass: 'staff-session.enrolment', recordId: sessionId };
}
