import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Empty } from 'antd';
import { type FormEvent, useState } from 'react';
import type { AuditEvents } from '../../../http/schemas/audit.ts';
import { call, type Json } from '../../api/call.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { mayIn, useSession } from '../../api/use-session.ts';
import { useSay } from '../../i18n/say.ts';
import { shanghaiMinute } from '../../i18n/shanghai-time.ts';
import { Loading } from '../loading.tsx';
import { ProblemNotice } from '../problem-notice.tsx';
import { ChainCheck } from './chain-check.tsx';
import { HeadRow } from './head-row.tsx';

type Event = Json<AuditEvents>['items'][number];
type Filter = Readonly<Record<string, string>>;
const fields = [
  { name: 'actor', label: 'auditActor', type: 'text' },
  { name: 'action', label: 'auditAction', type: 'text' },
  { name: 'subject', label: 'auditSubject', type: 'text' },
  { name: 'from', label: 'fromDay', type: 'date' },
  { name: 'to', label: 'toDay', type: 'date' },
] as const;
const columns = ['auditAt', 'auditActor', 'auditAction', 'auditSubject', 'auditDetail'] as const;

/** The audit chain, the newest first, by actor, action, subject and days; and its verification. */
export default function Audit() {
  const say = useSay();
  const session = useSession();
  const [filter, choose] = useState<Filter>({});
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey: [...queryKeys.audit, filter],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ ...filter, ...(pageParam && { cursor: pageParam }) });
      return call<AuditEvents>(`/api/v1/audit?${query}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const events = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className="panel stack" aria-label={say('auditChain')}>
      {mayIn(session, 'audit.verify') && <ChainCheck />}
      <FilterForm choose={choose} />
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && events.length === 0 && <Empty description={say('empty')} />}
      {events.length > 0 && <EventTable events={events} />}
      {hasNextPage && (
        <div className="row-actions">
          <Button loading={isFetching} onClick={() => void fetchNextPage()}>
            {say('more')}
          </Button>
        </div>
      )}
    </section>
  );
}

function FilterForm({ choose }: { readonly choose: (filter: Filter) => void }) {
  const say = useSay();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const filled = fields.flatMap(({ name, type }) => {
      const text = String(given.get(name) ?? '').trim();
      // A day begins in Fuzhou.
      return text === '' ? [] : [[name, type === 'date' ? `${text}T00:00:00+08:00` : text]];
    });
    choose(Object.fromEntries(filled) as Filter);
  };
  return (
    <form className="fields" onSubmit={submit}>
      {fields.map(({ name, label, type }) => (
        <label key={name} className="text-field">
          {say(label)}
          <input name={name} type={type} maxLength={120} />
        </label>
      ))}
      <Button htmlType="submit">{say('filter')}</Button>
    </form>
  );
}

function EventTable({ events }: { readonly events: readonly Event[] }) {
  return (
    <table className="plain-table">
      <HeadRow columns={columns} />
      <tbody>
        {events.map(({ sequence, at, actor, action, subject, detail }) => (
          <tr key={sequence}>
            <td className="moment">{shanghaiMinute(at)}</td>
            <td>{actor}</td>
            <th scope="row">{action}</th>
            <td className="mono">{subject}</td>
            <td className="mono detail">{JSON.stringify(detail)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
