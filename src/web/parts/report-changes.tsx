import { Button } from 'antd';
import type { ReportOverview } from '../../http/schemas/report-overview.ts';
import type { Json } from '../api/call.ts';
import { queryKeys } from '../api/query-keys.ts';
import { mayIn, useSession } from '../api/use-session.ts';
import { Link } from '../app/navigation.tsx';
import { useSay } from '../i18n/say.ts';
import { shanghaiMinute } from '../i18n/shanghai-time.ts';
import { LookBackFindings } from './look-back-findings.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { ProposalForm } from './proposal-form.tsx';
import { isSigningOpen } from './signing-session.ts';
import { startSigning } from './start-signing.ts';
import { StateTag } from './state-tag.tsx';
import { useAct } from './use-act.ts';

type Overview = Json<ReportOverview>;
type Change = Overview['changes'][number];

/** What was proposed to do with a version, and the form to propose it. */
export function ReportChanges({ overview }: { readonly overview: Overview }) {
  const say = useSay();
  const session = useSession();
  const { report, changes } = overview;
  const isOpen = report.state === 'ISSUED' && !changes.some(({ state }) => state === 'PROPOSED');
  return (
    <section className="panel stack" aria-label={say('changes')}>
      <h2>{say('changes')}</h2>
      <p className="quiet small">{say('changesHint')}</p>
      {report.state !== 'ISSUED' && <p className="own-review">{say('outOfForce')}</p>}
      {changes.map((change) => (
        <ChangeLine key={change.id} change={change} reportId={report.id} />
      ))}
      {isOpen && mayIn(session, 'review.write') ? (
        <ProposalForm
          {...{ reportId: report.id, tag: overview.tag, lookBacks: overview.lookBacks }}
        />
      ) : (
        <LookBackFindings findings={overview.lookBacks} onUse={null} />
      )}
    </section>
  );
}

function ChangeLine({ change, reportId }: { readonly change: Change; readonly reportId: string }) {
  const say = useSay();
  const { proposedBy: name, proposedAt, decidedBy, decidedAt, newReportId } = change;
  return (
    <div className="change stack">
      <p>
        <strong>{say.code(change.kind)}</strong> <StateTag code={change.state} />
      </p>
      <p>{change.reason}</p>
      <p className="quiet small">
        {say('proposedBy', { name, time: shanghaiMinute(proposedAt) })}
        {decidedBy && decidedAt && (
          <>
            {' · '}
            {say.code(change.state)}{' '}
            {say('decidedByAt', { name: decidedBy, time: shanghaiMinute(decidedAt) })}
          </>
        )}
      </p>
      {newReportId && <Link href={`/reports/${newReportId}`}>{say('newVersion')}</Link>}
      {change.state === 'PROPOSED' && <ChangeActs change={change} reportId={reportId} />}
    </div>
  );
}

function ChangeActs({ change, reportId }: { readonly change: Change; readonly reportId: string }) {
  const say = useSay();
  const session = useSession();
  const act = useAct(queryKeys.report(reportId));
  const send = (verb: 'sign' | 'withdrawal') => {
    if (verb === 'sign' && !isSigningOpen(session)) return startSigning();
    const path = `/api/v1/report-changes/${change.id}/${verb}`;
    if (!act.isPending) act.mutate({ path, headers: { 'if-match': change.version } });
  };
  const isOwn = session?.displayName === change.proposedBy;
  return (
    <>
      {isOwn && <p className="quiet small">{say('youProposed')}</p>}
      <div className="row-actions">
        {mayIn(session, 'report.sign') && !isOwn && (
          <Button type="primary" loading={act.isPending} onClick={() => send('sign')}>
            {say('signChange')}
          </Button>
        )}
        {mayIn(session, 'review.write') && (
          <Button onClick={() => send('withdrawal')}>{say('withdraw')}</Button>
        )}
      </div>
      {act.error && <ProblemNotice error={act.error} />}
    </>
  );
}
