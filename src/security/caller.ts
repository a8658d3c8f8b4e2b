import { type ActorKind, hasPermission, type Permission, type Role } from './roles.ts';

/** What a signed-in person has to do before anything else is allowed. */
export type SignInStep = 'enrol-factor' | 'second-factor' | 'change-password' | 'signed-in';

/** The session of a person. */
export interface CallerSession {
  readonly id: string;
  readonly step: SignInStep;
  /** When the second factor was last given. */
  readonly factorAt: Date | null;
  readonly expiresAt: Date;
}

/** Who asks: a person, a machine's API key, or the platform's client. */
export interface Caller {
  readonly actorId: string;
  readonly kind: ActorKind;
  /** The account's or key's name, which is one of its own: what the audit chain says. */
  readonly name: string;
  /** The name that stands on reports and pages. */
  readonly displayName: string;
  readonly roles: readonly Role[];
  /** Given beside the roles, for a time. */
  readonly grants: readonly Permission[];
  /** Null for machines. */
  readonly session: CallerSession | null;
}

/** Whether a caller may do what the permission names. */
export function may(caller: Caller, permission: Permission): boolean {
  return (
    caller.grants.includes(permission) ||
    caller.roles.some((role) => hasPermission(role, permission))
  );
}
