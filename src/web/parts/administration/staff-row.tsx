import { Button, Modal } from 'antd';
import { useState } from 'react';
import type { StaffAnswers } from '../../../http/schemas/identity.ts';
import type { Json } from '../../api/call.ts';
import { mayIn, useSession } from '../../api/use-session.ts';
import { useSay } from '../../i18n/say.ts';
import type { useAct } from '../use-act.ts';
import { SureButton } from './sure-button.tsx';

type Person = Json<StaffAnswers>['items'][number];
export type StaffAct = ReturnType<typeof useAct<{ firstPassword?: string | null }>>;

const staffRoles = [
  ...(['technician', 'reviewer', 'approver', 'laboratory-manager'] as const),
  ...(['insurance-centre', 'county-finance', 'health-commission', 'auditor'] as const),
  ...(['system-administrator', 'security-administrator', 'audit-administrator'] as const),
];

interface StaffRowProps {
  readonly person: Person;
  readonly act: StaffAct;
}

/** One account with the acts that whoever looks may do. */
export function StaffRow({ person, act }: StaffRowProps) {
  const say = useSay();
  const { name, displayName, roles, licence, hasSecondFactor, active } = person;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{displayName}</td>
      <td>{roles.map(say.code).join(say.language === 'zh' ? '、' : ', ')}</td>
      <td>{licence && `${licence.number} · ${licence.from} – ${licence.to}`}</td>
      <td>{say(hasSecondFactor ? 'hasFactor' : 'noFactor')}</td>
      <td>
        <span className={`tag ${active ? 'good' : 'plain'}`}>
          {say(active ? 'open' : 'closed')}
        </span>
      </td>
      <td>
        <Acts person={person} act={act} />
      </td>
    </tr>
  );
}

function Acts({ person, act }: StaffRowProps) {
  const say = useSay();
  const session = useSession();
  const [isGiving, give] = useState(false);
  const path = `/api/v1/staff/${person.id}`;
  const { active } = person;
  const buttons = [
    {
      ...({ word: active ? 'closeAccount' : 'openAccount', permission: 'user.manage' } as const),
      send: { path, method: 'PATCH', body: { active: !active } },
    },
    {
      ...({ word: 'resetPassword', permission: 'user.manage' } as const),
      send: { path: `${path}/reset-password`, isSecret: true },
    },
    {
      ...({ word: 'resetFactor', permission: 'user.secure' } as const),
      send: { path: `${path}/reset-factor` },
    },
    {
      ...({ word: 'endSessions', permission: 'user.secure' } as const),
      send: { path: `${path}/sessions`, method: 'DELETE' },
    },
  ] as const;
  return (
    <div className="row-actions">
      {mayIn(session, 'role.grant') && (
        <Button size="small" type="primary" onClick={() => give(true)}>
          {say('setRoles')}
        </Button>
      )}
      {buttons
        .filter(({ permission }) => mayIn(session, permission))
        .map(({ word, send }) => (
          <SureButton
            key={word}
            text={say(word)}
            about={person.name}
            onSure={() => act.mutate(send)}
          />
        ))}
      {isGiving && <RolesForm person={person} act={act} onClose={() => give(false)} />}
    </div>
  );
}

function RolesForm({ person, act, onClose }: StaffRowProps & { readonly onClose: () => void }) {
  const say = useSay();
  const [held, hold] = useState<ReadonlySet<string>>(new Set(person.roles));
  const [reason, setReason] = useState('');
  const toggle = (role: string) => {
    const next = new Set(held);
    if (!next.delete(role)) next.add(role);
    hold(next);
  };
  const save = () => {
    const body = { roles: [...held], reason };
    act.mutate({ path: `/api/v1/staff/${person.id}/roles`, method: 'PUT', body });
    onClose();
  };
  return (
    <Modal
      open
      title={`${say('setRoles')} · ${person.displayName}`}
      okText={say('save')}
      cancelText={say('cancel')}
      okButtonProps={{ disabled: reason.trim() === '' }}
      onOk={save}
      onCancel={onClose}
    >
      <fieldset className="roles" aria-label={say('roles')}>
        {staffRoles.map((role) => (
          <label key={role}>
            <input type="checkbox" checked={held.has(role)} onChange={() => toggle(role)} />{' '}
            {say.code(role)}
          </label>
        ))}
      </fieldset>
      <label className="text-field">
        {say('grantReason')}
        <input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </label>
    </Modal>
  );
}
