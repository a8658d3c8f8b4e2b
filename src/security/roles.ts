/** Everything a request may need leave for. */
export const permissions = [
  'run.register',
  'run.read',
  'upload.write',
  'pregnancy.register',
  'pregnancy.read',
  'specimen.register',
  'sample.read',
  'review.write',
  'report.sign',
  'report.read',
  'report.pull',
  'claim.read',
  'restricted.read',
] as const;

export type Permission = (typeof permissions)[number];

const laboratoryReads = ['run.read', 'pregnancy.read', 'sample.read', 'report.read'] as const;

/**
 * The whole table of rights. Whatever is not written here is refused; nobody holds
 * `restricted.read`.
 */
const rights = {
  sequencer: ['run.register', 'run.read', 'upload.write'],
  technician: [
    ...laboratoryReads,
    ...['run.register', 'upload.write', 'pregnancy.register', 'specimen.register', 'claim.read'],
  ],
  reviewer: [...laboratoryReads, 'review.write'],
  approver: [...laboratoryReads, 'report.sign', 'claim.read'],
  platform: ['report.pull'],
} as const satisfies Record<string, readonly Permission[]>;

export type Role = keyof typeof rights;

/** The roles, one of which every API key has. */
export const roles = Object.keys(rights) as readonly Role[];

/** Whether a role holds a permission. An unknown word holds none. */
export function hasPermission(role: Role, permission: Permission): boolean {
  const held: readonly string[] = Object.hasOwn(rights, role) ? rights[role] : [];
  return held.includes(permission);
}

/** Whether a word names a role. */
export function isRole(word: string): word is Role {
  return Object.hasOwn(rights, word);
}
