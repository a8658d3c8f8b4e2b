import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { RestrictedReadings } from '../../../http/schemas/restricted.ts';
import { call, type Json } from '../../api/call.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useSay } from '../../i18n/say.ts';
import { shanghaiMinute } from '../../i18n/shanghai-time.ts';
import { Loading } from '../loading.tsx';
import { ProblemNotice } from '../problem-notice.tsx';
import { HeadRow } from './head-row.tsx';

type Readings = Json<RestrictedReadings>;

const columns = ['auditAt', 'lookReader', 'sample', 'restrictedPurpose', 'lookReason'] as const;

/** Who looked at what rests on X and Y, when and why, the newest first; never what they saw. */
export default function Looks() {
  const say = useSay();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey: queryKeys.looks,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: '50', ...(pageParam && { cursor: pageParam }) });
      return call<Readings>(`/api/v1/restricted-readings?${query}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const looks = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className="panel stack" aria-label={say('looksHead')}>
      <div className="panel-head">
        <h2>{say('looksHead')}</h2>
        <span className="quiet small">{say('looksHint')}</span>
      </div>
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && looks.length === 0 && <p className="quiet">{say('looksNone')}</p>}
      {looks.length > 0 && <LookTable looks={looks} />}
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

function LookTable({ looks }: { readonly looks: Readings['items'] }) {
  const say = useSay();
  return (
    <table className="plain-table">
      <HeadRow columns={columns} />
      <tbody>
        {looks.map(({ id, sampleId, reader, readAt, purpose, reason }) => (
          <tr key={id}>
            <td>{shanghaiMinute(readAt)}</td>
            <th scope="row">{reader}</th>
            <td className="mono">{sampleId}</td>
            <td>{say.code(purpose)}</td>
            <td className="detail">{reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
