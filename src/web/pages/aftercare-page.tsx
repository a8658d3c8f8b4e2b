import { Empty } from 'antd';
import { useState } from 'react';
import type { AftercareList } from '../../http/schemas/aftercare-overview.ts';
import type { Json } from '../api/call.ts';
import { queryKeys } from '../api/query-keys.ts';
import { useLive } from '../api/use-live.ts';
import { Link } from '../app/navigation.tsx';
import { type Say, useSay } from '../i18n/say.ts';
import { shanghaiMinute } from '../i18n/shanghai-time.ts';
import { HeadRow } from '../parts/administration/head-row.tsx';
import { DueTag } from '../parts/due-tag.tsx';
import { Loading } from '../parts/loading.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { StaleNotice } from '../parts/stale-notice.tsx';
import { StateTag } from '../parts/state-tag.tsx';
import './aftercare-page.css';

type Line = Json<AftercareList>['items'][number];

const kinds = [
  { word: 'allKinds', holds: () => true },
  { word: 'highRiskCases', holds: ({ kind }: Line) => kind === 'high-risk-case' },
  { word: 'referrals', holds: ({ referral }: Line) => referral !== null },
  { word: 'redraws', holds: ({ kind }: Line) => kind === 'redraw' },
  { word: 'followUps', holds: ({ kind }: Line) => kind === 'follow-up' },
] as const;
const columns = ['due', 'who', 'tubeNumber', 'kind', 'aboutWhat', 'state', 'openedAt'] as const;

/** All that has to be done after results, what is due first above. */
export default function AftercarePage() {
  const say = useSay();
  const [place, choose] = useState(0);
  const { data, problem, isStale, retry } = useLive<Json<AftercareList>>(
    '/api/v1/overview/aftercare',
    queryKeys.aftercare,
  );
  const all = data?.items ?? [];
  const late = all.filter(({ lateness }) => lateness === 'late').length;
  const shown = all.filter((line) => kinds[place]?.holds(line));
  return (
    <>
      <PageHead title={say('aftercare')}>
        <div className="rooms">
          {kinds.map(({ word, holds }, i) => (
            <button key={word} type="button" aria-pressed={i === place} onClick={() => choose(i)}>
              {say(word)} {data && all.filter(holds).length}
            </button>
          ))}
        </div>
        {late > 0 && <span className="tag bad">{say('overdueCount', { count: late })}</span>}
        {data?.isCut && <span className="quiet small">{say('aftercareIsCut')}</span>}
        <StaleNotice isStale={isStale} />
      </PageHead>
      {problem && <ProblemNotice error={problem} onRetry={retry} />}
      {!data && !problem && <Loading />}
      {data && (
        <section className="panel" aria-label={say('aftercare')}>
          {shown.length === 0 ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('nothingDue')} />
          ) : (
            <table className="plain-table">
              <HeadRow columns={columns} />
              <tbody>
                {shown.map((line) => (
                  <Row key={line.id} line={line} say={say} />
                ))}
              </tbody>
            </table>
          )}
        </section>
      )}
    </>
  );
}

function Row({ line, say }: { readonly line: Line; readonly say: Say }) {
  const { referral, attempts } = line;
  return (
    <tr>
      <td className="due">
        {line.dueOn} {line.workingDaysLeft !== null && <DueTag line={line} />}
      </td>
      <th scope="row">
        <Link href={`/aftercare/${line.pregnancyId}`}>{line.name}</Link>
      </th>
      <td>{line.specimenNumber}</td>
      <td>{say.code(line.kind)}</td>
      <td>
        {line.about.map((code) => say.code(code)).join(' ')}
        {attempts > 0 && <span className="quiet"> {say('attemptsMade', { count: attempts })}</span>}
      </td>
      <td>
        <StateTag code={line.state} />
        {referral && (
          <span className="quiet">
            {' '}
            {referral.institution} · {say.code(referral.urgency)} · {say.code(referral.state)}
          </span>
        )}
      </td>
      <td>{shanghaiMinute(line.openedAt)}</td>
    </tr>
  );
}
