import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Empty } from 'antd';
import { useState } from 'react';
import type { LookBackAnswer, LookBackReports } from '../../http/schemas/look-back.ts';
import { call, type Json } from '../api/call.ts';
import { queryKeys } from '../api/query-keys.ts';
import type { PageProps } from '../app/app.tsx';
import { Link } from '../app/navigation.tsx';
import { useSay } from '../i18n/say.ts';
import { shanghaiMinute } from '../i18n/shanghai-time.ts';
import { HeadRow } from '../parts/administration/head-row.tsx';
import { Loading } from '../parts/loading.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { StateTag } from '../parts/state-tag.tsx';
import { LookBackProgress, VerdictChangeLine } from '../parts/verdict-change.tsx';
import './look-back-page.css';

type Report = Json<LookBackReports>['items'][number];

const outcomes = ['changed', 'failed', 'same', 'waiting'] as const;
const columns = ['tubeNumber', 'state', 'beforeAfter', 'rerunWith', 'acts'] as const;
const refetchMilliseconds = 3000;

/** One look-back: how far it is, and what the run beside says of each report. */
export default function LookBackPage({ id }: PageProps) {
  const say = useSay();
  const [outcome, choose] = useState<(typeof outcomes)[number]>('changed');
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.lookBack(id),
    queryFn: ({ signal }) => call<LookBackAnswer>(`/api/v1/look-backs/${id}`, { signal }),
    refetchInterval: ({ state }) => ((state.data?.waiting ?? 0) > 0 ? refetchMilliseconds : false),
  });
  const above = [{ href: '/look-backs', title: say('lookBack') }];
  if (!data) {
    return (
      <>
        <PageHead title={say('lookBack')} above={above} />
        {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <Loading />}
      </>
    );
  }
  const { reports, waiting, changed, failed } = data;
  const counts = { changed, failed, waiting, same: reports - waiting - changed - failed };
  const title = say('lookBackOf', { by: say.code(data.by), value: data.value });
  return (
    <>
      <PageHead title={title} above={above}>
        <LookBackProgress of={data} />
        {waiting > 0 && (
          <Link className="small" href="/administration/jobs">
            {say('seeJobs')}
          </Link>
        )}
      </PageHead>
      <section className="panel stack">
        <p>{data.reason}</p>
        <p className="quiet small">
          {data.openedBy} · {shanghaiMinute(data.openedAt)} · {say('lookBackHint')}
        </p>
      </section>
      <div className="rooms look-back-outcomes">
        {outcomes.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === outcome}
            onClick={() => choose(each)}
          >
            {say.code(each)} {counts[each]}
          </button>
        ))}
      </div>
      <Reports key={outcome} id={id} outcome={outcome} count={counts[outcome]} />
    </>
  );
}

interface ReportsProps {
  readonly id: string;
  readonly outcome: string;
  /** Another count means another list. */
  readonly count: number;
}

function Reports({ id, outcome, count }: ReportsProps) {
  const say = useSay();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey: [...queryKeys.lookBack(id), outcome, count],
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam === null ? '' : `&cursor=${pageParam}`;
      const path = `/api/v1/look-backs/${id}/reports?outcome=${outcome}${cursor}`;
      return call<LookBackReports>(path, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className="panel" aria-label={say.code(outcome)}>
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && rows.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noneOfThese')} />
      )}
      {rows.length > 0 && (
        <table className="plain-table">
          <HeadRow columns={columns} />
          <tbody>
            {rows.map((row) => (
              <ReportRow key={row.reportId} row={row} />
            ))}
          </tbody>
        </table>
      )}
      {hasNextPage && (
        <Button loading={isFetching} onClick={() => void fetchNextPage()}>
          {say('more')}
        </Button>
      )}
    </section>
  );
}

function ReportRow({ row }: { readonly row: Report }) {
  const say = useSay();
  const asks = row.outcome === 'changed' || row.outcome === 'failed';
  return (
    <tr>
      <th scope="row">
        <Link href={`/reports/${row.reportId}`}>{row.specimenNumber}</Link>
      </th>
      <td>
        <StateTag code={row.state} />
      </td>
      <td>
        {row.comparison?.map((change) => (
          <VerdictChangeLine key={change.target} change={change} />
        ))}
        {row.problem !== null && say.code(row.problem)}
      </td>
      <td className="quiet">
        {row.modelId} {row.softwareVersion && `Banyan ${row.softwareVersion}`}
      </td>
      <td>
        {asks && row.state === 'ISSUED' && (
          <Link href={`/reports/${row.reportId}`}>{say('proposeChange')}</Link>
        )}
      </td>
    </tr>
  );
}
