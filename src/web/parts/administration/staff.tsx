import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { StaffAnswers } from '../../../http/schemas/identity.ts';
import { call } from '../../api/call.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { mayIn, useSession } from '../../api/use-session.ts';
import { useSay } from '../../i18n/say.ts';
import { useAct } from '../use-act.ts';
import { ItemTable } from './item-table.tsx';
import { SecretOnce } from './secret-once.tsx';
import { type StaffAct, StaffRow } from './staff-row.tsx';

const columns = [
  ...(['accountName', 'displayName', 'roles', 'licenceHead', 'factor'] as const),
  ...(['state', 'acts'] as const),
] as const;

/** Accounts and their rights; each administrator sees the acts that are his. */
export default function Staff() {
  const say = useSay();
  const session = useSession();
  const [password, tell] = useState<string | null>(null);
  const query = useQuery({
    queryKey: queryKeys.staff,
    queryFn: ({ signal }) => call<StaffAnswers>('/api/v1/staff', { signal }),
  });
  const act: StaffAct = useAct<{ firstPassword?: string | null }>(queryKeys.staff, (answer) =>
    tell(answer.firstPassword ?? null),
  );
  const { hasIdentityProvider = true } = query.data ?? {};
  return (
    <section className="panel stack" aria-label={say('staff')}>
      {mayIn(session, 'user.manage') && <NewAccount act={act} />}
      <SecretOnce label={say('firstPassword')} secret={password} onClose={() => tell(null)} />
      {mayIn(session, 'user.manage') && !hasIdentityProvider && (
        <p className="quiet small">{say('noIdentityProvider')}</p>
      )}
      <ItemTable query={query} refusal={act.error} columns={columns}>
        {(person) => <StaffRow key={person.id} {...{ person, hasIdentityProvider, act }} />}
      </ItemTable>
    </section>
  );
}

function NewAccount({ act }: { readonly act: StaffAct }) {
  const say = useSay();
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const make = (event: FormEvent) => {
    event.preventDefault();
    if (act.isPending || name.trim() === '' || displayName.trim() === '') return;
    act.mutate({ path: '/api/v1/staff', isSecret: true, body: { name, displayName } });
  };
  return (
    <form className="fields" onSubmit={make}>
      <label className="text-field">
        {say('accountName')}
        <input value={name} maxLength={40} onChange={(event) => setName(event.target.value)} />
      </label>
      <label className="text-field">
        {say('displayName')}
        <input
          value={displayName}
          maxLength={80}
          onChange={(event) => setDisplayName(event.target.value)}
        />
      </label>
      <Button type="primary" htmlType="submit" loading={act.isPending}>
        {say('newAccount')}
      </Button>
    </form>
  );
}
