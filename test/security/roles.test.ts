import { describe, expect, it } from 'vitest';
import {
  administratorRoles,
  hasPermission,
  isRole,
  mayBeGranted,
  type Permission,
  permissions,
  type Role,
  roleConflict,
  roles,
} from '../../src/security/roles.ts';

/** The table as a laboratory would write it: who holds what, and nobody else. */
const table: Record<Permission, readonly Role[]> = {
  'run.register': ['technician', 'sequencer'],
  'run.read': ['technician', 'reviewer', 'approver', 'laboratory-manager', 'sequencer'],
  'upload.write': ['technician', 'sequencer'],
  'pregnancy.register': ['technician'],
  'pregnancy.read': ['technician', 'reviewer', 'approver', 'laboratory-manager'],
  'specimen.register': ['technician'],
  'sample.read': ['technician', 'reviewer', 'approver', 'laboratory-manager'],
  'job.read': ['technician', 'laboratory-manager'],
  'job.manage': ['technician', 'laboratory-manager'],
  'batch.release': ['laboratory-manager'],
  'review.write': ['reviewer'],
  'report.sign': ['approver'],
  'report.read': ['technician', 'reviewer', 'approver', 'laboratory-manager'],
  'report.print': ['approver', 'laboratory-manager'],
  'report.pull': ['platform'],
  'aftercare.read': ['technician', 'reviewer', 'approver', 'laboratory-manager'],
  'aftercare.write': ['reviewer', 'approver'],
  'task.handle': ['reviewer', 'approver', 'laboratory-manager'],
  'look-back.manage': ['laboratory-manager'],
  'claim.read': [
    ...(['technician', 'approver', 'laboratory-manager', 'insurance-centre'] as const),
    ...(['county-finance', 'health-commission', 'auditor', 'cashier-system'] as const),
  ],
  'restricted.read': [],
  unmask: ['laboratory-manager'],
  'model.read': ['technician', 'reviewer', 'approver', 'laboratory-manager'],
  'model.propose': ['technician', 'laboratory-manager'],
  'model.approve': ['laboratory-manager'],
  'laboratory.configure': ['laboratory-manager'],
  'storage.read': ['laboratory-manager', 'system-administrator'],
  'metrics.read': ['laboratory-manager', 'system-administrator', 'monitoring'],
  'user.read': ['system-administrator', 'security-administrator', 'audit-administrator'],
  'user.manage': ['system-administrator'],
  'user.secure': ['security-administrator'],
  'role.grant': ['security-administrator'],
  'key.manage': ['security-administrator'],
  'audit.read': ['auditor', 'audit-administrator'],
  'audit.verify': ['auditor', 'audit-administrator'],
};

describe('rights', () => {
  it('are those of the table, for every role and permission', () => {
    for (const permission of permissions) {
      const held = roles.filter((role) => hasPermission(role, permission));
      expect(held, permission).toEqual(table[permission]);
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

  it('keep the three administrators apart, and away from every patient', () => {
    const seen: Permission[] = ['pregnancy.read', 'sample.read', 'report.read', 'claim.read'];
    const work = (role: Role) => permissions.filter((one) => hasPermission(role, one));
    for (const role of administratorRoles) {
      expect(work(role).filter((one) => seen.includes(one))).toEqual([]);
      for (const other of administratorRoles) {
        if (other === role) continue;
        const shared = work(role).filter((one) => hasPermission(other, one));
        expect(shared, `${role} and ${other}`).toEqual(['user.read']);
      }
    }
  });
});

describe('roles of one person', () => {
  it('may be several of the laboratory, and nothing beside an administrator or the auditor', () => {
    expect(roleConflict([])).toBeNull();
    expect(roleConflict(['technician', 'reviewer', 'approver'])).toBeNull();
    for (const alone of [...administratorRoles, 'auditor'] as const) {
      expect(roleConflict([alone])).toBeNull();
      expect(roleConflict([alone, 'technician'])).toBe(`${alone} is held with no other role`);
    }
  });

  it('are never those of machines', () => {
    for (const role of ['sequencer', 'cashier-system', 'monitoring', 'platform'] as const) {
      expect(roleConflict([role])).toBe(`${role} is no role of a person`);
    }
  });

  it('allow a grant only to who reads samples already', () => {
    expect(mayBeGranted(['reviewer'])).toBe(true);
    for (const role of [...administratorRoles, 'auditor', 'county-finance'] as const) {
      expect(mayBeGranted([role])).toBe(false);
    }
  });
});
