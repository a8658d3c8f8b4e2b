/** Everything a request may need leave for. */
export const permissions = [
  'run.register',
  'run.read',
  'upload.write',
  'pregnancy.register',
  'pregnancy.read',
  'specimen.register',
  'sample.read',
  'job.read',
  'job.manage',
  'review.write',
  'batch.release',
  'report.sign',
  'report.read',
  'report.print',
  'report.pull',
  'aftercare.read',
  'aftercare.write',
  'task.handle',
  'look-back.manage',
  'claim.read',
  'restricted.read',
  'unmask',
  'model.read',
  'model.propose',
  'model.approve',
  'laboratory.configure',
  'metrics.read',
  'storage.read',
  'user.read',
  'user.manage',
  'user.secure',
  'role.grant',
  'key.manage',
  'audit.read',
  'audit.verify',
] as const;

export type Permission = (typeof permissions)[number];

/** Who may hold a role: a person with an account, a machine with an API key, an OAuth client. */
export type ActorKind = 'staff' | 'api-key' | 'client';

interface RoleEntry {
  readonly holder: ActorKind;
  /** Held with no other role, so that nobody watches over himself. */
  readonly alone?: true;
  readonly rights: readonly Permission[];
}

const laboratoryReads = [
  ...(['run.read', 'pregnancy.read', 'sample.read', 'report.read', 'aftercare.read'] as const),
  'model.read',
] as const;

/**
 * The whole table of rights. Whatever is not written here is refused; nobody holds
 * `restricted.read`. Of the three administrators (MLPS level 3) one keeps accounts, one gives rights
 * and keys, one watches both; none of them sees a patient.
 */
const table = {
  technician: {
    holder: 'staff',
    rights: [
      ...laboratoryReads,
      ...(['run.register', 'upload.write', 'pregnancy.register'] as const),
      ...(['specimen.register', 'claim.read', 'job.read', 'job.manage'] as const),
      'model.propose',
    ],
  },
  reviewer: {
    holder: 'staff',
    rights: [...laboratoryReads, 'review.write', 'aftercare.write', 'task.handle'],
  },
  approver: {
    holder: 'staff',
    rights: [
      ...laboratoryReads,
      ...(['report.sign', 'report.print', 'aftercare.write', 'task.handle'] as const),
      'claim.read',
    ],
  },
  'laboratory-manager': {
    holder: 'staff',
    rights: [
      ...laboratoryReads,
      ...([
        'claim.read',
        'unmask',
        'report.print',
        'model.propose',
        'model.approve',
        'job.read',
        'job.manage',
      ] as const),
      ...(['laboratory.configure', 'look-back.manage', 'metrics.read', 'storage.read'] as const),
      ...(['batch.release', 'task.handle'] as const),
    ],
  },
  'insurance-centre': { holder: 'staff', rights: ['claim.read'] },
  'county-finance': { holder: 'staff', rights: ['claim.read'] },
  'health-commission': { holder: 'staff', rights: ['claim.read'] },
  auditor: { holder: 'staff', alone: true, rights: ['claim.read', 'audit.read', 'audit.verify'] },
  'system-administrator': {
    holder: 'staff',
    alone: true,
    rights: ['user.read', 'user.manage', 'metrics.read', 'storage.read'],
  },
  'security-administrator': {
    holder: 'staff',
    alone: true,
    rights: ['user.read', 'user.secure', 'role.grant', 'key.manage'],
  },
  'audit-administrator': {
    holder: 'staff',
    alone: true,
    rights: ['user.read', 'audit.read', 'audit.verify'],
  },
  sequencer: { holder: 'api-key', rights: ['run.register', 'run.read', 'upload.write'] },
  'cashier-system': { holder: 'api-key', rights: ['claim.read'] },
  monitoring: { holder: 'api-key', rights: ['metrics.read'] },
  platform: { holder: 'client', rights: ['report.pull'] },
} as const satisfies Record<string, RoleEntry>;

export type Role = keyof typeof table;

/** Every role, in the order of the table. */
export const roles = Object.keys(table) as readonly Role[];

/** Roles a person holds. */
export const staffRoles = roles.filter((role) => table[role].holder === 'staff');

/** Roles an API key is made for; a key has one. */
export const keyRoles = roles.filter((role) => table[role].holder === 'api-key');

/** The three who run the service and never see a patient. */
export const administratorRoles = [
  'system-administrator',
  'security-administrator',
  'audit-administrator',
] as const satisfies readonly Role[];

/** Whether a role holds a permission. An unknown word holds none. */
export function hasPermission(role: Role, permission: Permission): boolean {
  const held: readonly string[] = Object.hasOwn(table, role) ? table[role].rights : [];
  return held.includes(permission);
}

/** Whether a word names a role. */
export function isRole(word: string): word is Role {
  return Object.hasOwn(table, word);
}

/**
 * Why one person may not hold these roles together, or null if he may: they must be roles of
 * persons, and an administrator's or the auditor's stands alone.
 *
 * @example roleConflict(['system-administrator', 'technician'])
 * // 'system-administrator is held with no other role'
 */
export function roleConflict(held: readonly Role[]): string | null {
  const foreign = held.find((role) => table[role].holder !== 'staff');
  if (foreign !== undefined) return `${foreign} is no role of a person`;
  const alone = held.find((role) => 'alone' in table[role]);
  if (alone === undefined || held.every((role) => role === alone)) return null;
  return `${alone} is held with no other role`;
}

/** What may be given to one person beside his roles, for a time and with a reason. */
export const grantablePermissions = ['restricted.read', 'unmask'] as const;

export type GrantablePermission = (typeof grantablePermissions)[number];

/** Who may be given it: only a person who sees patients already. */
export function mayBeGranted(held: readonly Role[]): boolean {
  return held.some((role) => hasPermission(role, 'sample.read'));
}
