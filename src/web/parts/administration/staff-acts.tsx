import { Button } from 'antd';
import { type ComponentType, useState } from 'react';
import type { Permission } from '../../../http/schemas/identity.ts';
import { mayIn, useSession } from '../../api/use-session.ts';
import { useSay, type Word } from '../../i18n/say.ts';
import { GrantForm } from './grant-form.tsx';
import { IdentityForm } from './identity-form.tsx';
import { LicenceForm } from './licence-form.tsx';
import { RolesForm } from './roles-form.tsx';
import type { Person, PersonFormProps } from './staff-form.tsx';
import type { StaffRowProps } from './staff-row.tsx';
import { SureButton } from './sure-button.tsx';

interface FormEntry {
  readonly word: Word;
  readonly permission: Permission;
  readonly Form: ComponentType<PersonFormProps>;
  readonly isOffered?: (props: StaffRowProps) => boolean;
}

const forms: readonly FormEntry[] = [
  { word: 'setRoles', permission: 'role.grant', Form: RolesForm },
  {
    ...{ word: 'giveRight', permission: 'role.grant', Form: GrantForm },
    isOffered: ({ person }) => person.mayBeGranted,
  },
  { word: 'licenceHead', permission: 'user.manage', Form: LicenceForm },
  {
    ...{ word: 'linkIdentity', permission: 'user.manage', Form: IdentityForm },
    isOffered: ({ hasIdentityProvider }) => hasIdentityProvider,
  },
];

/** What whoever looks may do with an account; nobody acts on his own. */
export function StaffActs(props: StaffRowProps) {
  const say = useSay();
  const session = useSession();
  const [opened, open] = useState<FormEntry | null>(null);
  const { person, act } = props;
  if (session?.name === person.name) return <span className="quiet">{say('ownAccount')}</span>;
  return (
    <div className="row-actions">
      {forms
        .filter(({ permission }) => mayIn(session, permission))
        .filter(({ isOffered }) => isOffered?.(props) ?? true)
        .map((form) => (
          <Button key={form.word} size="small" onClick={() => open(form)}>
            {say(form.word)}
          </Button>
        ))}
      {actsOn(person)
        .filter(({ permission }) => mayIn(session, permission))
        .map(({ word, about = person.name, send }) => (
          <SureButton
            key={send.path + word}
            text={say(word)}
            about={about}
            onSure={() => act.mutate(send)}
          />
        ))}
      {opened && <opened.Form person={person} onClose={() => open(null)} />}
    </div>
  );
}

interface ActEntry {
  readonly word: Word;
  readonly permission: Permission;
  readonly about?: string;
  readonly send: Parameters<StaffRowProps['act']['mutate']>[0];
}

function actsOn({ id, name, active, grants }: Person): ActEntry[] {
  const path = `/api/v1/staff/${id}`;
  return [
    ...grants.map(
      (grant): ActEntry => ({
        ...{ word: 'endRight', permission: 'role.grant', about: `${name}, ${grant.reason}` },
        send: { path: `${path}/grants/${grant.id}`, method: 'DELETE' },
      }),
    ),
    {
      ...{ word: active ? 'closeAccount' : 'openAccount', permission: 'user.manage' },
      send: { path, method: 'PATCH', body: { active: !active } },
    },
    {
      ...{ word: 'resetPassword', permission: 'user.manage' },
      send: { path: `${path}/reset-password`, isSecret: true },
    },
    {
      ...{ word: 'resetFactor', permission: 'user.secure' },
      send: { path: `${path}/reset-factor` },
    },
    {
      ...{ word: 'endSessions', permission: 'user.secure' },
      send: { path: `${path}/sessions`, method: 'DELETE' },
    },
  ];
}
