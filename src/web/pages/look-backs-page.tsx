import { useQuery } from '@tanstack/react-query';
import { Empty } from 'antd';
import type { LookBackList } from '../../http/schemas/look-back.ts';
import { call, type Json } from '../api/call.ts';
import { queryKeys } from '../api/query-keys.ts';
import { Link } from '../app/navigation.tsx';
import { useSay } from '../i18n/say.ts';
import { shanghaiMinute } from '../i18n/shanghai-time.ts';
import { HeadRow } from '../parts/administration/head-row.tsx';
import { Loading } from '../parts/loading.tsx';
import { LookBackForm } from '../parts/look-back-form.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { LookBackProgress } from '../parts/verdict-change.tsx';
import './look-back-page.css';

type Row = Json<LookBackList>['items'][number];

const columns = [
  'openedAt',
  'touchedBy',
  'touchedValue',
  'progress',
  'result',
  'openedBy',
] as const;
const refetchMilliseconds = 5000;

/** Every look-back with how far it is, and the form to open another. */
export default function LookBacksPage() {
  const say = useSay();
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.lookBacks,
    queryFn: ({ signal }) => call<LookBackList>('/api/v1/look-backs?limit=100', { signal }),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ waiting }) => waiting > 0) ? refetchMilliseconds : false,
  });
  return (
    <>
      <PageHead title={say('lookBack')} />
      <LookBackForm />
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <section className="panel" aria-label={say('lookBack')}>
          {data.items.length === 0 ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noLookBacks')} />
          ) : (
            <table className="plain-table">
              <HeadRow columns={columns} />
              <tbody>
                {data.items.map((row) => (
                  <LookBackRow key={row.id} row={row} />
                ))}
              </tbody>
            </table>
          )}
        </section>
      )}
    </>
  );
}

function LookBackRow({ row }: { readonly row: Row }) {
  const say = useSay();
  return (
    <tr>
      <td>{shanghaiMinute(row.openedAt)}</td>
      <td>{say.code(row.by)}</td>
      <th scope="row">
        <Link href={`/look-backs/${row.id}`}>{row.value}</Link>
      </th>
      <td>
        <LookBackProgress of={row} />
      </td>
      <td>
        {row.changed > 0 && (
          <span className="tag bad">{say('changedCount', { count: row.changed })}</span>
        )}{' '}
        {row.failed > 0 && (
          <span className="tag unclear">{say('failedCount', { count: row.failed })}</span>
        )}
      </td>
      <td>{row.openedBy}</td>
    </tr>
  );
}
