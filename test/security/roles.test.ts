import { describe, expect, it } from 'vitest';
import {
  hasPermission,
  isRole,
  type Permission,
  permissions,
  type Role,
  roles,
} from '../../src/security/roles.ts';

/**
 * The table as the laboratory would write it: S sequencer, T technician, R reviewer, A approver, P
 * platform.
 */
const table: Record<Permission, string> = {
  'run.register': 'ST',
  'run.read': 'STRA',
  'upload.write': 'ST',
  'pregnancy.register': 'T',
  'pregnancy.read': 'TRA',
  'specimen.register': 'T',
  'sample.read': 'TRA',
  'review.write': 'R',
  'report.sign': 'A',
  'report.read': 'TRA',
  'report.pull': 'P',
  'claim.read': 'TA',
  'restricted.read': '',
};

describe('rights', () => {
  it('are those of the table, for every role and permission', () => {
    for (const permission of permissions) {
      const held = roles.filter((role) => hasPermission(role, permission));
      expect(held.map((role) => role[0].toUpperCase()).join(''), permission).toBe(
        table[permission],
      );
    }
  });

  it('are none for an unknown word', () => {
    for (const word of ['root', '', 'constructor', '__proto__', 'toString']) {
      expect(isRole(word)).toBe(false);
      expect(hasPermission(word as Role, 'run.read')).toBe(false);
    }
    expect(hasPermission('technician', 'everything' as Permission)).toBe(false);
  });

  it('part the reviewer from the approver', () => {
    for (const role of roles) {
      expect(hasPermission(role, 'review.write') && hasPermission(role, 'report.sign')).toBe(false);
    }
  });
});
