import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import type { AuditVerificationAnswer } from '../../../http/schemas/audit.ts';
import { call, type Json } from '../../api/call.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useSay } from '../../i18n/say.ts';
import { shanghaiMinute } from '../../i18n/shanghai-time.ts';
import { ProblemNotice } from '../problem-notice.tsx';

type Walk = NonNullable<Json<AuditVerificationAnswer>['latest']>;

const path = '/api/v1/audit/verification';
const refetchMilliseconds = 1_000;

/** Has the whole chain walked and held against its signed checkpoints: how far, what was found. */
export function ChainCheck() {
  const say = useSay();
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: queryKeys.auditVerification,
    queryFn: ({ signal }) => call<AuditVerificationAnswer>(path, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.latest?.state === 'running' ? refetchMilliseconds : false,
  });
  const start = useMutation({
    mutationFn: () => call<AuditVerificationAnswer>(path, { method: 'POST' }),
    onSuccess: (answer) => queries.setQueryData(queryKeys.auditVerification, answer),
  });
  const latest = data?.latest;
  return (
    <div className="stack">
      <div className="row-actions">
        <Button
          type="primary"
          loading={start.isPending || latest?.state === 'running'}
          onClick={() => start.mutate()}
        >
          {say('verifyChain')}
        </Button>
      </div>
      {(error ?? start.error) && <ProblemNotice error={error ?? start.error} />}
      {latest?.state === 'running' && <UnderWay walk={latest} />}
      <div role="status">{latest && latest.state !== 'running' && <Found walk={latest} />}</div>
    </div>
  );
}

function UnderWay({ walk: { checkedCount, totalCount } }: { readonly walk: Walk }) {
  const say = useSay();
  return (
    <label>
      {say('chainUnderWay', { checked: checkedCount, total: totalCount })}{' '}
      <progress value={checkedCount} max={Math.max(totalCount, checkedCount, 1)} />
    </label>
  );
}

function Found({ walk: { result, startedBy, ...walk } }: { readonly walk: Walk }) {
  const say = useSay();
  const at = shanghaiMinute(walk.endedAt ?? walk.startedAt);
  if (result === null) return <Alert type="warning" showIcon title={say('chainGivenUp', { at })} />;
  const values = {
    ...{ events: result.eventCount, checkpoints: result.checkpointCount },
    ...{ matched: result.matchedCheckpointCount, at, by: startedBy },
  };
  if (result.ok) return <Alert type="success" showIcon title={say('chainWhole', values)} />;
  return (
    <Alert
      type="error"
      showIcon
      title={say('chainBroken', values)}
      description={result.faults.map(({ kind, sequence, detail }) => (
        <p key={`${kind}-${sequence}-${detail}`} lang="en">
          {sequence} {kind}: {detail}
        </p>
      ))}
    />
  );
}
