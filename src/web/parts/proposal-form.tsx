import { Button, Radio } from 'antd';
import { type FormEvent, useState } from 'react';
import type { ReportOverview } from '../../http/schemas/report-overview.ts';
import type { Json } from '../api/call.ts';
import { queryKeys } from '../api/query-keys.ts';
import { useSay } from '../i18n/say.ts';
import { LookBackFindings } from './look-back-findings.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { useAct } from './use-act.ts';
import { useDraft } from './use-draft.ts';

const reasonCharacters = { min: 5, max: 1000 };
const kinds = ['amendment', 'revocation'] as const;

interface ProposalFormProps {
  readonly reportId: string;
  /** Of the version that was seen. */
  readonly tag: string;
  readonly lookBacks: Json<ReportOverview>['lookBacks'];
}

/** Proposes to amend or to revoke a version, with the reason; another person signs. */
export function ProposalForm({ reportId, tag, lookBacks }: ProposalFormProps) {
  const say = useSay();
  const [kind, setKind] = useState<(typeof kinds)[number]>('amendment');
  const [decision, setDecision] = useState<'approve' | 'no-call'>('approve');
  const [reason, setReason, forget] = useDraft(`report-change/${reportId}`);
  const act = useAct(queryKeys.report(reportId), forget);
  const isReady = reason.trim().length >= reasonCharacters.min;
  const propose = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady || act.isPending) return;
    const path = `/api/v1/reports/${reportId}/${kind}s`;
    const body = kind === 'amendment' ? { reason, decision } : { reason };
    act.mutate({ path, body, headers: { 'if-match': tag } });
  };
  return (
    <form className="change stack" onSubmit={propose}>
      <LookBackFindings findings={lookBacks} onUse={setReason} />
      <Radio.Group
        name="kind"
        aria-label={say('changes')}
        value={kind}
        onChange={(event) => setKind(event.target.value as typeof kind)}
        options={[
          { value: 'amendment', label: say('proposeAmendment') },
          { value: 'revocation', label: say('proposeRevocation') },
        ]}
      />
      {kind === 'amendment' && (
        <Radio.Group
          name="decision"
          aria-label={say('amendedVerdicts')}
          value={decision}
          onChange={(event) => setDecision(event.target.value as typeof decision)}
          options={[
            { value: 'approve', label: say('verdictsAsComputed') },
            { value: 'no-call', label: say('verdictsNoCall') },
          ]}
        />
      )}
      <label className="text-field">
        {say('changeReason')}
        <textarea
          name="reason"
          rows={3}
          maxLength={reasonCharacters.max}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <div className="row-actions">
        <Button type="primary" htmlType="submit" disabled={!isReady} loading={act.isPending}>
          {say('propose')}
        </Button>
      </div>
      {act.error && <ProblemNotice error={act.error} />}
    </form>
  );
}
