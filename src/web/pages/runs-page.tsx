import { Empty } from 'antd';
import type { RunLines } from '../../http/schemas/overview.ts';
import type { Json } from '../api/call.ts';
import { queryKeys } from '../api/query-keys.ts';
import { useLive } from '../api/use-live.ts';
import { Link } from '../app/navigation.tsx';
import { useSay } from '../i18n/say.ts';
import { shanghaiMinute } from '../i18n/shanghai-time.ts';
import { Loading } from '../parts/loading.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { StageBar } from '../parts/stage-bar.tsx';
import { StaleNotice } from '../parts/stale-notice.tsx';
import { StateTag } from '../parts/state-tag.tsx';

type Lines = Json<RunLines>['items'];

/** The runs, newest first, with how far each is while files come and are analysed. */
export default function RunsPage() {
  const say = useSay();
  const { data, problem, isStale, retry } = useLive<Json<RunLines>>(
    '/api/v1/overview/runs',
    queryKeys.runs,
  );
  return (
    <>
      <PageHead title={say('runs')}>
        <StaleNotice isStale={isStale} />
      </PageHead>
      {problem && <ProblemNotice error={problem} onRetry={retry} />}
      {!data && !problem && <Loading />}
      {data && <RunTable lines={data.items} />}
    </>
  );
}

function RunTable({ lines }: { readonly lines: Lines }) {
  const say = useSay();
  if (lines.length === 0) {
    return (
      <section className="panel">
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noRuns')}>
          <p className="quiet">{say('noRunsHint')}</p>
        </Empty>
      </section>
    );
  }
  return (
    <section className="panel">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{say('flowcell')}</th>
            <th scope="col">{say('instrument')}</th>
            <th scope="col">{say('registered')}</th>
            <th scope="col">{say('state')}</th>
            <th scope="col">{say('progress')}</th>
            <th scope="col" className="number">
              {say('waitingForReview')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <RunRow key={line.id} line={line} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function RunRow({ line }: { readonly line: Lines[number] }) {
  return (
    <tr>
      <th scope="row">
        <Link href={`/runs/${line.id}`}>{line.flowcell}</Link>
      </th>
      <td>{line.instrument}</td>
      <td className="quiet">{shanghaiMinute(line.registeredAt)}</td>
      <td>
        <StateTag code={line.state} /> {line.urgent && <StateTag code="URGENT" />}
      </td>
      <td>
        <StageBar stages={line} />
      </td>
      <td className="number">{line.pendingReviewCount}</td>
    </tr>
  );
}
