import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReportDocument, ReportOverview } from '../../http/schemas/report-overview.ts';
import { call, type Json } from '../api/call.ts';
import { queryKeys } from '../api/query-keys.ts';
import { mayIn, useSession } from '../api/use-session.ts';
import type { PageProps } from '../app/app.tsx';
import { useSay } from '../i18n/say.ts';
import { Loading } from '../parts/loading.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { ReportChanges } from '../parts/report-changes.tsx';
import { ReportContent } from '../parts/report-content.tsx';
import { ReportWhereabouts } from '../parts/report-whereabouts.tsx';
import { StateTag } from '../parts/state-tag.tsx';
import './report-page.css';

/** One issued version as it was sealed, its sisters, and what can still be done. */
export default function ReportPage({ id }: PageProps) {
  const say = useSay();
  const session = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.report(id),
    queryFn: ({ signal }) => call<ReportOverview>(`/api/v1/overview/reports/${id}`, { signal }),
  });
  const above = [{ href: '/reports', title: say('reports') }];
  if (!data) {
    return (
      <>
        <PageHead title={say('reports')} above={above} />
        {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <Loading />}
      </>
    );
  }
  const { report } = data;
  const pdf = `/api/v1/reports/${id}/pdf?language=${say.language}`;
  const actions = (
    <>
      <Button href={`/samples/${data.sampleId}`}>{say('toSample')}</Button>
      {mayIn(session, 'report.print') && (
        <Button type="primary" href={pdf} target="_blank">
          {say('printPdf')}
        </Button>
      )}
    </>
  );
  return (
    <>
      <PageHead
        title={say('reportOf', { number: report.specimenNumber })}
        above={above}
        actions={actions}
      >
        <span className="quiet">
          {say('reportVersion')} {report.version}
        </span>
        <StateTag code={report.state} />
      </PageHead>
      <div className="report-columns">
        <ReportContent document={documentOf(data)} sha256={report.bodySha256} />
        <div>
          <ReportWhereabouts overview={data} />
          <ReportChanges overview={data} />
        </div>
      </div>
    </>
  );
}

function documentOf({ report }: Json<ReportOverview>): ReportDocument {
  return report.content as unknown as ReportDocument;
}
