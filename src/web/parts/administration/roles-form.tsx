import { useState } from 'react';
import { useSay } from '../../i18n/say.ts';
import { TextField } from '../text-field.tsx';
import { type PersonFormProps, StaffForm } from './staff-form.tsx';

const staffRoles = [
  ...(['technician', 'reviewer', 'approver', 'laboratory-manager'] as const),
  ...(['insurance-centre', 'county-finance', 'health-commission', 'auditor'] as const),
  ...(['system-administrator', 'security-administrator', 'audit-administrator'] as const),
];

/** Gives a person other roles, for a reason. */
export function RolesForm({ person, onClose }: PersonFormProps) {
  const say = useSay();
  const [held, hold] = useState<ReadonlySet<string>>(new Set(person.roles));
  const [reason, setReason] = useState('');
  const toggle = (role: string) => {
    const next = new Set(held);
    if (!next.delete(role)) next.add(role);
    hold(next);
  };
  const path = `/api/v1/staff/${person.id}/roles`;
  const request = { path, method: 'PUT', body: { roles: [...held], reason } } as const;
  return (
    <StaffForm
      {...{ person, onClose }}
      title="setRoles"
      request={reason.trim() === '' ? null : request}
    >
      <fieldset className="roles" aria-label={say('roles')}>
        {staffRoles.map((role) => (
          <label key={role}>
            <input type="checkbox" checked={held.has(role)} onChange={() => toggle(role)} />{' '}
            {say.code(role)}
          </label>
        ))}
      </fieldset>
      <TextField word="grantReason" maxLength={500} value={reason} onText={setReason} />
    </StaffForm>
  );
}
