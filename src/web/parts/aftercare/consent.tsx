import { queryKeys } from '../../api/query-keys.ts';
import { mayIn, useSession } from '../../api/use-session.ts';
import { useSay } from '../../i18n/say.ts';
import { SureButton } from '../administration/sure-button.tsx';
import { ProblemNotice } from '../problem-notice.tsx';
import { StateTag } from '../state-tag.tsx';
import { useAct } from '../use-act.ts';
import { useDraftFields } from '../use-draft-fields.ts';
import { DayField } from './act-form.tsx';
import type { Aftercare } from './timeline-data.ts';

/** What she agreed to, and the way to take it back. */
export function Consent({ aftercare }: { readonly aftercare: Aftercare }) {
  const say = useSay();
  const session = useSession();
  const { state, scopes, signedOn } = aftercare.consent;
  const facts = [
    [say('consentSignedOn'), signedOn ?? '–'],
    [say('consentScopesHead'), scopes.map((scope) => say.code(scope)).join(', ') || '–'],
  ];
  return (
    <section className="panel stack" aria-label={say('consent')}>
      <div className="panel-head">
        <h2>{say('consent')}</h2>
        {state === 'SIGNED' ? (
          <span className="tag good">{say('consentSigned')}</span>
        ) : (
          <StateTag code={state} />
        )}
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      {state === 'WITHDRAWN' && <p className="own-review">{say('consentIsWithdrawn')}</p>}
      {state === 'SIGNED' && mayIn(session, 'pregnancy.register') && (
        <Withdrawal pregnancyId={aftercare.id} name={aftercare.name} />
      )}
    </section>
  );
}

interface WithdrawalProps {
  readonly pregnancyId: string;
  readonly name: string;
}

function Withdrawal({ pregnancyId, name }: WithdrawalProps) {
  const say = useSay();
  const fields = useDraftFields(`consent/${pregnancyId}`);
  const act = useAct(queryKeys.aftercareOf(pregnancyId), fields.forget);
  const askedOn = fields.text('askedOn');
  const withdraw = () => {
    const path = `/api/v1/pregnancies/${pregnancyId}/consent/withdrawal`;
    if (!act.isPending) act.mutate({ path, body: { askedOn } });
  };
  return (
    <details>
      <summary>{say('withdrawConsent')}</summary>
      <p className="quiet small">{say('withdrawConsentHint')}</p>
      <div className="fields">
        <DayField fields={fields} name="askedOn" word="consentAskedOn" />
        {askedOn !== '' && (
          <SureButton text={say('withdrawConsent')} about={name} isHarsh onSure={withdraw} />
        )}
      </div>
      {act.error && <ProblemNotice error={act.error} />}
    </details>
  );
}
