import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { KeyAnswers } from '../../../http/schemas/identity.ts';
import { call, type Json } from '../../api/call.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useSay } from '../../i18n/say.ts';
import { shanghaiMinute } from '../../i18n/shanghai-time.ts';
import { useAct } from '../use-act.ts';
import { ItemTable } from './item-table.tsx';
import { SecretOnce } from './secret-once.tsx';
import { SureButton } from './sure-button.tsx';

type Key = Json<KeyAnswers>['items'][number];
const keyRoles = ['sequencer', 'cashier-system', 'monitoring'] as const;
const columns = ['keyName', 'role', 'secretPrefixes', 'lastUsed', 'state', 'acts'] as const;
const overlapHours = 24;

/** API keys of machines: each secret is told once. */
export default function Keys() {
  const say = useSay();
  const [secret, tell] = useState<string | null>(null);
  const query = useQuery({
    queryKey: queryKeys.keys,
    queryFn: ({ signal }) => call<KeyAnswers>('/api/v1/keys', { signal }),
  });
  const act = useAct<{ secret?: string }>(queryKeys.keys, (answer) => tell(answer.secret ?? null));
  return (
    <section className="panel stack" aria-label={say('apiKeys')}>
      <NewKey act={act} />
      <SecretOnce label={say('secret')} secret={secret} onClose={() => tell(null)} />
      <ItemTable query={query} refusal={act.error} columns={columns}>
        {(key) => <Row key={key.id} item={key} act={act} />}
      </ItemTable>
    </section>
  );
}

type Act = ReturnType<typeof useAct<{ secret?: string }>>;

function NewKey({ act }: { readonly act: Act }) {
  const say = useSay();
  const [name, setName] = useState('');
  const [role, setRole] = useState<string>(keyRoles[0]);
  const make = (event: FormEvent) => {
    event.preventDefault();
    if (act.isPending || name.trim() === '') return;
    act.mutate({ path: '/api/v1/keys', isSecret: true, body: { name, role } });
  };
  return (
    <form className="fields" onSubmit={make}>
      <label className="text-field">
        {say('keyName')}
        <input value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
      </label>
      <label className="text-field">
        {say('role')}
        <select value={role} onChange={(event) => setRole(event.target.value)}>
          {keyRoles.map((each) => (
            <option key={each} value={each}>
              {say.code(each)}
            </option>
          ))}
        </select>
      </label>
      <Button type="primary" htmlType="submit" loading={act.isPending}>
        {say('newKey')}
      </Button>
    </form>
  );
}

function Row({ item, act }: { readonly item: Key; readonly act: Act }) {
  const say = useSay();
  const { id, name, role, secrets, revokedAt } = item;
  const used = secrets.flatMap(({ lastUsedAt }) => lastUsedAt ?? []).sort();
  const path = `/api/v1/keys/${id}`;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{say.code(role)}</td>
      <td className="mono">{secrets.map(({ prefix }) => `${prefix}…`).join(' ')}</td>
      <td>{used.length > 0 ? shanghaiMinute(used[used.length - 1]) : say('never')}</td>
      <td>
        <span className={`tag ${revokedAt ? 'unclear' : 'good'}`}>
          {say(revokedAt ? 'revokedOn' : 'valid')}
        </span>
      </td>
      <td>
        {!revokedAt && (
          <div className="row-actions">
            <Button
              size="small"
              onClick={() =>
                act.mutate({ path: `${path}/rotate`, isSecret: true, body: { overlapHours } })
              }
            >
              {say('rotate')}
            </Button>
            <SureButton
              text={say('revoke')}
              about={name}
              isHarsh
              onSure={() => act.mutate({ path: `${path}/revoke` })}
            />
          </div>
        )}
      </td>
    </tr>
  );
}
