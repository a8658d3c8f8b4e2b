import { Button } from 'antd';
import type { ModelAnswer } from '../../../http/schemas/model.ts';
import type { Json } from '../../api/call.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { mayIn, useSession } from '../../api/use-session.ts';
import { useSay } from '../../i18n/say.ts';
import { ProblemNotice } from '../problem-notice.tsx';
import { isSigningOpen } from '../signing-session.ts';
import { startSigning } from '../start-signing.ts';
import { useAct } from '../use-act.ts';
import { useDraft } from '../use-draft.ts';

const reasonCharacters = { min: 10, max: 2000 };

/** What can be decided of a model: approve or refuse a candidate, propose a retired one again. */
export function DecisionPanel({ model }: { readonly model: Json<ModelAnswer> }) {
  const session = useSession();
  if (model.state === 'CANDIDATE' && mayIn(session, 'model.approve')) {
    return <Decide model={model} />;
  }
  if (model.state === 'RETIRED' && mayIn(session, 'model.propose'))
    return <Propose id={model.id} />;
  return null;
}

function Decide({ model }: { readonly model: Json<ModelAnswer> }) {
  const say = useSay();
  const session = useSession();
  const { id, version, proposedBy } = model;
  const [reason, setReason, forget] = useDraft(`model/${id}`);
  const act = useAct(queryKeys.models, forget);
  const isReady = reason.trim().length >= reasonCharacters.min && !act.isPending;
  const isOwn = session !== undefined && session.displayName === proposedBy;
  const decide = (verb: 'approval' | 'refusal') => {
    if (!isSigningOpen(session)) return startSigning();
    const path = `/api/v1/models/${encodeURIComponent(id)}/${verb}`;
    act.mutate({ path, body: { reason }, headers: { 'if-match': version } });
  };
  return (
    <section className="panel stack" aria-label={say('modelDecision')}>
      <h2>{say('modelDecision')}</h2>
      <p className="quiet small">{say('modelDecisionHint')}</p>
      {isOwn && <p className="own-review">{say('youProposedModel')}</p>}
      <label className="text-field">
        {say('modelReason')}
        <textarea
          name="reason"
          rows={2}
          maxLength={reasonCharacters.max}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <div className="row-actions">
        <Button disabled={!isReady} onClick={() => decide('refusal')}>
          {say('refuseModel')}
        </Button>
        {!isOwn && (
          <Button type="primary" disabled={!isReady} onClick={() => decide('approval')}>
            {say('approveModel')}
          </Button>
        )}
      </div>
      {act.error && <ProblemNotice error={act.error} />}
    </section>
  );
}

function Propose({ id }: { readonly id: string }) {
  const say = useSay();
  const act = useAct(queryKeys.models);
  return (
    <section className="panel stack" aria-label={say('modelDecision')}>
      <p className="quiet small">{say('proposeModelHint')}</p>
      <div className="row-actions">
        <Button
          loading={act.isPending}
          onClick={() => act.mutate({ path: `/api/v1/models/${encodeURIComponent(id)}/proposal` })}
        >
          {say('proposeModel')}
        </Button>
      </div>
      {act.error && <ProblemNotice error={act.error} />}
    </section>
  );
}
