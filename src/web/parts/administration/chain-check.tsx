import { useMutation } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import type { AuditVerificationAnswer } from '../../../http/schemas/audit.ts';
import { call } from '../../api/call.ts';
import { useSay } from '../../i18n/say.ts';
import { ProblemNotice } from '../problem-notice.tsx';

/** Has the whole chain walked and held against its signed checkpoints. */
export function ChainCheck() {
  const say = useSay();
  const check = useMutation({
    mutationFn: () => call<AuditVerificationAnswer>('/api/v1/audit/verification'),
  });
  const { data } = check;
  const values = data && {
    ...{ events: data.eventCount, checkpoints: data.checkpointCount },
    matched: data.matchedCheckpointCount,
  };
  return (
    <div className="stack" role="status">
      <div className="row-actions">
        <Button type="primary" loading={check.isPending} onClick={() => check.mutate()}>
          {say('verifyChain')}
        </Button>
      </div>
      {check.error && <ProblemNotice error={check.error} />}
      {data?.ok && <Alert type="success" showIcon title={say('chainWhole', values)} />}
      {data && !data.ok && (
        <Alert
          type="error"
          showIcon
          title={say('chainBroken')}
          description={data.faults.map(({ kind, sequence, detail }) => (
            <p key={`${kind}-${sequence}`} lang="en">
              {sequence} {kind}: {detail}
            </p>
          ))}
        />
      )}
    </div>
  );
}
