import { Button } from 'antd';
import type { ReportOverview } from '../../http/schemas/report-overview.ts';
import type { Json } from '../api/call.ts';
import { useSay } from '../i18n/say.ts';
import { changedOf, changeWords, VerdictChangeLine } from './verdict-change.tsx';

interface LookBackFindingsProps {
  readonly findings: Json<ReportOverview>['lookBacks'];
  /** Takes what a look-back says as the reason of a proposal; null where none can be made. */
  readonly onUse: ((reason: string) => void) | null;
}

/** What look-backs say of a report that it does not say itself. */
export function LookBackFindings({ findings, onUse }: LookBackFindingsProps) {
  const say = useSay();
  return findings.map((each) => {
    const changes = changedOf(each.comparison);
    const told = each.problem === null ? changeWords(say, changes) : say.code(each.problem);
    const about = { by: say.code(each.by), value: each.value };
    const reason = say('lookBackReasonText', { ...about, changes: told });
    return (
      <div key={each.id} className="own-review stack">
        <p>
          <strong>{say('lookBackSays')}</strong> {about.by} {about.value}
        </p>
        {changes.map((change) => (
          <VerdictChangeLine key={change.target} change={change} />
        ))}
        {each.problem !== null && <p>{say.code(each.problem)}</p>}
        {onUse && (
          <div className="row-actions">
            <Button size="small" onClick={() => onUse(reason)}>
              {say('useAsReason')}
            </Button>
          </div>
        )}
      </div>
    );
  });
}
