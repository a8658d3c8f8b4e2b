import { useQuery } from '@tanstack/react-query';
import type { ModelAnswer } from '../../http/schemas/model.ts';
import { call } from '../api/call.ts';
import { queryKeys } from '../api/query-keys.ts';
import type { PageProps } from '../app/app.tsx';
import { useSay } from '../i18n/say.ts';
import { Loading } from '../parts/loading.tsx';
import { DecisionPanel } from '../parts/models/decision-panel.tsx';
import { ModelDriftPanel } from '../parts/models/model-drift-panel.tsx';
import { ModelGroup } from '../parts/models/model-group.tsx';
import { ModelHistory } from '../parts/models/model-history.tsx';
import { ShadowPanel } from '../parts/models/shadow-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { StateTag } from '../parts/state-tag.tsx';
import './model-page.css';

/** One reference model: how its control group behaves, and where it stands. */
export default function ModelPage({ id }: PageProps) {
  const say = useSay();
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.model(id),
    queryFn: ({ signal }) =>
      call<ModelAnswer>(`/api/v1/models/${encodeURIComponent(id)}`, { signal }),
  });
  const above = [{ href: '/models', title: say('models') }];
  return (
    <>
      <PageHead title={say('modelOf', { id })} above={above}>
        {data && <StateTag code={data.state} />}
      </PageHead>
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <ModelHistory model={data} />
          <ShadowPanel model={data} />
          <DecisionPanel model={data} />
          <ModelGroup model={data} />
          {data.usedSince && <ModelDriftPanel id={id} />}
        </>
      )}
    </>
  );
}
