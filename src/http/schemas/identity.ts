import { z } from 'zod';
import {
  administratorRoles,
  grantablePermissions,
  keyRoles,
  permissions,
  roles,
  staffRoles,
} from '../../security/roles.ts';

export type { Permission } from '../../security/roles.ts';

const text = (max: number) => z.string().trim().min(1).max(max);
const day = z.iso.date();

/** Names that stand in the audit chain for what is nobody's account. */
const reserved = ['nobody', 'owner', 'set-up', 'system'];

export const staffName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z][a-z0-9._-]{2,39}$/, '3 to 40 of a-z, 0-9, dot, dash and underscore')
  .refine((name) => !reserved.includes(name), 'is reserved');

const machineName = text(80).refine((name) => !reserved.includes(name), 'is reserved');
const typedPassword = z.string().min(1).max(1000);

const licence = z
  .strictObject({ number: text(60), from: day, to: day })
  .refine(({ from, to }) => from <= to, 'ends before it begins');

/** A reason is kept for ever in the audit chain: no patient is named in it. */
const reason = text(500);

export const signInBody = z.strictObject({
  name: z.string().max(200),
  password: z.string().max(1000),
});
export const factorBody = z.strictObject({ code: z.string().trim().min(6).max(40) });
export const passwordBody = z.strictObject({ current: typedPassword, next: typedPassword });

export const sessionAnswer = z
  .object({
    name: z.string(),
    displayName: z.string(),
    roles: z.array(z.enum(staffRoles)),
    grants: z.array(z.string()),
    /** What roles and grants together allow. */
    permissions: z.array(z.enum(permissions)),
    step: z.enum(['enrol-factor', 'second-factor', 'change-password', 'signed-in']),
    factorAt: z.date().nullable(),
    expiresAt: z.date(),
  })
  .meta({ id: 'Session' });

export type SessionAnswer = z.infer<typeof sessionAnswer>;

export const openedSession = z
  .object({ token: z.string(), session: sessionAnswer })
  .meta({ id: 'OpenedSession' });

export const enrolmentAnswer = z
  .object({ secret: z.string(), uri: z.string() })
  .meta({ id: 'FactorEnrolment' });

export const enrolledAnswer = openedSession
  .extend({ recoveryCodes: z.array(z.string()) })
  .meta({ id: 'FactorEnrolled' });

const firstAdministrator = z.strictObject({
  role: z.enum(administratorRoles),
  name: staffName,
  displayName: text(80),
  password: typedPassword,
});

export const setUpBody = z.strictObject({
  token: z.string().max(200),
  administrators: z
    .array(firstAdministrator)
    .length(administratorRoles.length)
    .refine(
      (given) => new Set(given.map(({ role }) => role)).size === administratorRoles.length,
      'must be one of each kind',
    ),
});

export const newStaffBody = z.strictObject({
  name: staffName,
  displayName: text(80),
  licence: licence.nullable().default(null),
});

export const changedStaffBody = z
  .strictObject({
    displayName: text(80).optional(),
    licence: licence.nullable().optional(),
    active: z.boolean().optional(),
  })
  .refine(
    (change) => Object.values(change).some((value) => value !== undefined),
    'changes nothing',
  );

/** The subject of the identity provider's account; null cuts the link. */
export const linkBody = z.strictObject({ subject: text(255).nullable() });

export const rolesBody = z.strictObject({ roles: z.array(z.enum(staffRoles)).max(10), reason });

export const grantBody = z.strictObject({
  permission: z.enum(grantablePermissions),
  reason: text(500).min(10),
  hours: z.number().int().min(1).max(72),
});

export const grantAnswer = z
  .object({ id: z.string(), expiresAt: z.date() })
  .meta({ id: 'GrantedPermission' });

export const resetAnswer = z
  .object({ firstPassword: z.string().nullable() })
  .meta({ id: 'StaffReset' });

const staffAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    displayName: z.string(),
    roles: z.array(z.enum(staffRoles)),
    licence: z.object({ number: z.string(), from: z.string(), to: z.string() }).nullable(),
    active: z.boolean(),
    hasSecondFactor: z.boolean(),
    /** The identity provider's account it is linked to. */
    identitySubject: z.string().nullable(),
    /** Rights beside the roles that are in force. */
    grants: z.array(
      z.object({
        id: z.string(),
        permission: z.enum(grantablePermissions),
        reason: z.string(),
        expiresAt: z.date(),
      }),
    ),
    mayBeGranted: z.boolean().describe('Whether the roles allow a right beside them'),
    version: z.string().describe('For If-Match'),
    createdAt: z.date(),
  })
  .meta({ id: 'Staff' });

export const newStaffAnswer = z
  .object({ id: z.string(), firstPassword: z.string() })
  .meta({ id: 'NewStaff' });

export const newKeyBody = z.strictObject({
  name: machineName,
  role: z.enum(keyRoles),
  expiresAt: z.coerce.date().nullable().default(null),
});

export const rotateBody = z.strictObject({
  overlapHours: z
    .number()
    .int()
    .min(0)
    .max(24 * 30),
  expiresAt: z.coerce.date().nullable().default(null),
});

export const newKeyAnswer = z.object({ id: z.string(), secret: z.string() }).meta({ id: 'NewKey' });

export const rotatedAnswer = z
  .object({ secret: z.string(), oldGoodUntil: z.date() })
  .meta({ id: 'RotatedKey' });

const keyAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    role: z.enum(roles),
    createdAt: z.date(),
    revokedAt: z.date().nullable(),
    secrets: z.array(
      z.object({
        prefix: z.string(),
        createdAt: z.date(),
        expiresAt: z.date().nullable(),
        lastUsedAt: z.date().nullable(),
      }),
    ),
  })
  .meta({ id: 'Key' });

export const newClientBody = z.strictObject({
  name: machineName,
  jwks: z.record(z.string(), z.unknown()),
});

export const newClientAnswer = z.object({ id: z.string() }).meta({ id: 'NewClient' });

const clientAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    keys: z.array(z.string()),
    createdAt: z.date(),
    revokedAt: z.date().nullable(),
  })
  .meta({ id: 'Client' });

export const staffAnswers = z.object({
  items: z.array(staffAnswer),
  hasIdentityProvider: z.boolean(),
});

export type StaffAnswers = z.infer<typeof staffAnswers>;

export const keyAnswers = z.object({ items: z.array(keyAnswer) });

export type KeyAnswers = z.infer<typeof keyAnswers>;

export const clientAnswers = z.object({ items: z.array(clientAnswer) });

export type ClientAnswers = z.infer<typeof clientAnswers>;
