import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { ClientAnswers } from '../../../http/schemas/identity.ts';
import { call } from '../../api/call.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useSay } from '../../i18n/say.ts';
import { shanghaiMinute } from '../../i18n/shanghai-time.ts';
import { useAct } from '../use-act.ts';
import { ItemTable } from './item-table.tsx';
import { SureButton } from './sure-button.tsx';

const columns = ['keyName', 'publicKeys', 'createdAt', 'state', 'acts'] as const;

/** Systems that sign in with a private key of their own (SMART backend services). */
export default function Clients() {
  const say = useSay();
  const query = useQuery({
    queryKey: queryKeys.clients,
    queryFn: ({ signal }) => call<ClientAnswers>('/api/v1/clients', { signal }),
  });
  const act = useAct(queryKeys.clients);
  return (
    <section className="panel stack" aria-label={say('smartClients')}>
      <NewClient act={act} />
      <ItemTable query={query} refusal={act.error} columns={columns}>
        {({ id, name, keys, createdAt, revokedAt }) => (
          <tr key={id}>
            <th scope="row">{name}</th>
            <td className="mono">{keys.join(' ')}</td>
            <td>{shanghaiMinute(createdAt)}</td>
            <td>
              <span className={`tag ${revokedAt ? 'unclear' : 'good'}`}>
                {say(revokedAt ? 'revokedOn' : 'valid')}
              </span>
            </td>
            <td>
              {!revokedAt && (
                <SureButton
                  text={say('revoke')}
                  about={name}
                  isHarsh
                  onSure={() => act.mutate({ path: `/api/v1/clients/${id}/revoke` })}
                />
              )}
            </td>
          </tr>
        )}
      </ItemTable>
    </section>
  );
}

function NewClient({ act }: { readonly act: ReturnType<typeof useAct> }) {
  const say = useSay();
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const jwks = parsed(text);
  const isWrong = text.trim() !== '' && jwks === null;
  const make = (event: FormEvent) => {
    event.preventDefault();
    if (act.isPending || jwks === null || name.trim() === '') return;
    act.mutate({ path: '/api/v1/clients', body: { name, jwks } });
  };
  return (
    <form className="stack" onSubmit={make}>
      <label className="text-field">
        {say('keyName')}
        <input value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
      </label>
      <label className="text-field">
        {say('publicKeys')}
        <textarea
          rows={3}
          className="mono"
          value={text}
          aria-invalid={isWrong}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {isWrong && <p className="warn">{say('jwksMalformed')}</p>}
      <div className="row-actions">
        <Button type="primary" htmlType="submit" disabled={jwks === null} loading={act.isPending}>
          {say('newClient')}
        </Button>
      </div>
    </form>
  );
}

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
