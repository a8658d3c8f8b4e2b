import { useQuery } from '@tanstack/react-query';
import { Empty } from 'antd';
import type { AftercareOfPregnancy } from '../../http/schemas/aftercare-overview.ts';
import { call } from '../api/call.ts';
import { queryKeys } from '../api/query-keys.ts';
import { mayIn, useSession } from '../api/use-session.ts';
import type { PageProps } from '../app/app.tsx';
import { useSay } from '../i18n/say.ts';
import { CasePanel } from '../parts/aftercare/case-panel.tsx';
import { Consent } from '../parts/aftercare/consent.tsx';
import { FollowUpPanel } from '../parts/aftercare/follow-up-panel.tsx';
import { Identity } from '../parts/aftercare/identity.tsx';
import { RedrawPanel } from '../parts/aftercare/redraw-panel.tsx';
import { Timeline } from '../parts/aftercare/timeline.tsx';
import type { Aftercare } from '../parts/aftercare/timeline-data.ts';
import { Loading } from '../parts/loading.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import './aftercare-page.css';

/** What follows the results of one pregnancy: what can be done next, and all that was done. */
export default function AftercareCasePage({ id }: PageProps) {
  const say = useSay();
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.aftercareOf(id),
    queryFn: ({ signal }) =>
      call<AftercareOfPregnancy>(`/api/v1/overview/aftercare/${id}`, { signal }),
  });
  const above = [{ href: '/aftercare', title: say('aftercare') }];
  if (!data) {
    return (
      <>
        <PageHead title={say('aftercare')} above={above} />
        {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <Loading />}
      </>
    );
  }
  return (
    <>
      <PageHead title={say('aftercareOf', { name: data.name })} above={above} />
      <Facts aftercare={data} />
      <Identity key={id} pregnancyId={id} />
      <Consent aftercare={data} />
      <Panels aftercare={data} />
    </>
  );
}

function Panels({ aftercare }: { readonly aftercare: Aftercare }) {
  const say = useSay();
  const session = useSession();
  const { cases, redraws, followUp } = aftercare;
  if (cases.length + redraws.length === 0 && followUp === null) {
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noAftercare')} />;
  }
  return (
    <div className="aftercare-columns">
      <div>
        {session && !mayIn(session, 'aftercare.write') && (
          <p className="own-review">{say('readOnlyAftercare')}</p>
        )}
        {cases.map((each) => (
          <CasePanel key={each.id} case={each} />
        ))}
        {redraws.map((each) => (
          <RedrawPanel key={each.id} redraw={each} />
        ))}
        {followUp && <FollowUpPanel followUp={followUp} />}
      </div>
      <Timeline aftercare={aftercare} />
    </div>
  );
}

function Facts({ aftercare }: { readonly aftercare: Aftercare }) {
  const say = useSay();
  const { phone, expectedDeliveryOn, state, specimens } = aftercare;
  const facts = [
    [say('phone'), phone],
    [say('expectedDelivery'), expectedDeliveryOn],
    [say('pregnancyState'), say.code(state)],
    [say('tubes'), specimens.map((each) => `${each.number} (${say.code(each.state)})`).join(', ')],
  ];
  return (
    <dl className="facts aftercare-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
