import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Empty } from 'antd';
import type { ModelLines } from '../../http/schemas/model.ts';
import { call, type Json } from '../api/call.ts';
import { queryKeys } from '../api/query-keys.ts';
import { mayIn, useSession } from '../api/use-session.ts';
import { Link } from '../app/navigation.tsx';
import { useSay } from '../i18n/say.ts';
import { shanghaiMinute } from '../i18n/shanghai-time.ts';
import { Loading } from '../parts/loading.tsx';
import { modelApproval, modelTimes } from '../parts/models/model-facts.ts';
import { RegisterForm } from '../parts/models/register-form.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { StateTag } from '../parts/state-tag.tsx';

type Line = Json<ModelLines>['items'][number];

/** The reference models of the laboratory, the newest first: which one is in use, and by whom. */
export default function ModelsPage() {
  const say = useSay();
  const session = useSession();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey: [...queryKeys.models, 'list'],
    queryFn: ({ pageParam, signal }) => {
      const query = pageParam === null ? '' : `?cursor=${encodeURIComponent(pageParam)}`;
      return call<ModelLines>(`/api/v1/models${query}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const lines = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <PageHead title={say('models')} />
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && <ModelTable lines={lines} />}
      {mayIn(session, 'model.propose') && <RegisterForm />}
      {hasNextPage && (
        <Button loading={isFetching} onClick={() => void fetchNextPage()}>
          {say('more')}
        </Button>
      )}
    </>
  );
}

function ModelTable({ lines }: { readonly lines: readonly Line[] }) {
  const say = useSay();
  if (lines.length === 0) {
    return (
      <section className="panel">
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noModels')}>
          <p className="quiet">{say('noModelsHint')}</p>
        </Empty>
      </section>
    );
  }
  return (
    <section className="panel">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{say('modelId')}</th>
            <th scope="col">{say('state')}</th>
            <th scope="col">{say('modelRegistered')}</th>
            <th scope="col" className="number">
              {say('modelControls')}
            </th>
            <th scope="col">{say('modelProposedBy')}</th>
            <th scope="col">{say('modelDecidedBy')}</th>
            <th scope="col">{say('modelUsed')}</th>
            <th scope="col">SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Row key={line.id} line={line} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ line }: { readonly line: Line }) {
  const say = useSay();
  const { id, sha256, state, controls, registeredAt, proposedBy } = line;
  return (
    <tr>
      <th scope="row">
        <Link href={`/models/${id}`}>{id}</Link>
      </th>
      <td>
        <StateTag code={state} />
      </td>
      <td>{shanghaiMinute(registeredAt)}</td>
      <td className="number">{controls ?? '–'}</td>
      <td>{proposedBy ?? <span className="quiet">{say('byOperator')}</span>}</td>
      <td>{modelApproval(line, say)}</td>
      <td>{modelTimes(line, say)}</td>
      <td className="mono" title={sha256}>
        {sha256.slice(0, 16)}…
      </td>
    </tr>
  );
}
