import type { ModelAnswer } from '../../../http/schemas/model.ts';
import type { Json } from '../../api/call.ts';
import { useSay } from '../../i18n/say.ts';
import { shanghaiMinute } from '../../i18n/shanghai-time.ts';
import { modelTimes } from './model-facts.ts';

/** Where a model comes from, who decided on it and when samples were scored with it. */
export function ModelHistory({ model }: { readonly model: Json<ModelAnswer> }) {
  const say = useSay();
  const { registeredAt, proposedBy, proposedAt, decidedBy, decidedAt, reason, sha256 } = model;
  const isRefused = decidedBy !== null && model.usedSince === null;
  return (
    <section className="panel">
      <dl className="facts">
        <div>
          <dt>{say('modelRegistered')}</dt>
          <dd>{shanghaiMinute(registeredAt)}</dd>
        </div>
        <div>
          <dt>{say('modelProposedBy')}</dt>
          <dd>
            {proposedBy ?? say('byOperator')}
            {proposedAt && ` · ${shanghaiMinute(proposedAt)}`}
          </dd>
        </div>
        <div>
          <dt>{say('modelUsed')}</dt>
          <dd>{modelTimes(model, say)}</dd>
        </div>
        {decidedBy && decidedAt && (
          <div>
            <dt>{say(isRefused ? 'modelRefusedBy' : 'modelDecidedBy')}</dt>
            <dd>
              {decidedBy} · {shanghaiMinute(decidedAt)}
            </dd>
          </div>
        )}
        {reason && (
          <div>
            <dt>{say('modelReason')}</dt>
            <dd>{reason}</dd>
          </div>
        )}
        <div>
          <dt>SHA-256</dt>
          <dd className="mono">{sha256}</dd>
        </div>
      </dl>
    </section>
  );
}
