import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Empty, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import type { ReportLines } from '../../http/schemas/report-overview.ts';
import { call, type Json } from '../api/call.ts';
import { queryKeys } from '../api/query-keys.ts';
import { Link } from '../app/navigation.tsx';
import { useSay } from '../i18n/say.ts';
import { shanghaiMinute } from '../i18n/shanghai-time.ts';
import { Loading } from '../parts/loading.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { StateTag } from '../parts/state-tag.tsx';

type Line = Json<ReportLines>['items'][number];

/** Issued reports, the newest first, found by the tube's number. */
export default function ReportsPage() {
  const say = useSay();
  const [number, find] = useState('');
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey: [...queryKeys.reports, 'list', number],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        ...(number !== '' && { number }),
        ...(pageParam !== null && { cursor: pageParam }),
      });
      return call<ReportLines>(`/api/v1/overview/reports?${query}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const lines = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <PageHead title={say('reports')} actions={<Finder find={find} />} />
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && <ReportTable lines={lines} />}
      {hasNextPage && (
        <Button loading={isFetching} onClick={() => void fetchNextPage()}>
          {say('more')}
        </Button>
      )}
    </>
  );
}

function Finder({ find }: { readonly find: (number: string) => void }) {
  const say = useSay();
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    find(text.trim());
  };
  return (
    <form onSubmit={submit} className="page-actions">
      <Input
        name="number"
        aria-label={say('tubeNumber')}
        placeholder={say('tubeNumber')}
        maxLength={40}
        allowClear
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button htmlType="submit">{say('find')}</Button>
    </form>
  );
}

function ReportTable({ lines }: { readonly lines: readonly Line[] }) {
  const say = useSay();
  return (
    <section className="panel">
      {lines.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noReports')} />
      ) : (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{say('tubeNumber')}</th>
              <th scope="col" className="number">
                {say('reportVersion')}
              </th>
              <th scope="col">{say('state')}</th>
              <th scope="col">{say('outcome')}</th>
              <th scope="col">{say('issuedAt')}</th>
              <th scope="col">{say('signedBy')}</th>
              <th scope="col">{say('platform')}</th>
              <th scope="col">{say('proposedChange')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Row key={line.id} line={line} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Row({ line }: { readonly line: Line }) {
  const say = useSay();
  return (
    <tr>
      <th scope="row">
        <Link href={`/reports/${line.id}`}>{line.specimenNumber}</Link>
      </th>
      <td className="number">{line.version}</td>
      <td>
        <StateTag code={line.state} />
      </td>
      <td>{say.code(line.outcome)}</td>
      <td>{shanghaiMinute(line.issuedAt)}</td>
      <td>{line.approver}</td>
      <td>
        {line.publication === null ? (
          <span className="quiet">{say('notOffered')}</span>
        ) : (
          <StateTag code={line.publication} />
        )}
      </td>
      <td>{line.proposed && <StateTag code={line.proposed} />}</td>
    </tr>
  );
}
