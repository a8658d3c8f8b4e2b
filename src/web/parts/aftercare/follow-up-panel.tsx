import type { ContactBody } from '../../../http/schemas/follow-up.ts';
import { mayIn, useSession } from '../../api/use-session.ts';
import { useSay } from '../../i18n/say.ts';
import { ActForm, DayField, type Fields } from './act-form.tsx';
import { ChoiceField } from './choice-field.tsx';
import { PanelHead } from './panel-head.tsx';
import { PhenotypeField, phenotypesOf } from './phenotype-field.tsx';
import type { Aftercare } from './timeline-data.ts';

type FollowUp = NonNullable<Aftercare['followUp']>;

const outcomes = [
  ...(['live-birth', 'stillbirth', 'miscarriage', 'termination'] as const),
] as const satisfies readonly NonNullable<ContactBody['outcome']>['kind'][];

/** The follow-up of a pregnancy: attempts to reach her, and the outcome once she tells it. */
export function FollowUpPanel({ followUp }: { readonly followUp: FollowUp }) {
  const say = useSay();
  const mayAct = mayIn(useSession(), 'aftercare.write');
  const { id, outcome, attempts, reason } = followUp;
  const isAsked = outcome === null;
  return (
    <section className="panel stack" aria-label={say('followUpUntil')}>
      <PanelHead title={say('followUpUntil')} of={followUp} />
      <p className="small">
        {say.code(reason)}
        {attempts > 0 && ` · ${say('attemptsMade', { count: attempts })}`} · {say('outcomeOf')}{' '}
        {isAsked ? (
          <span className="quiet">{say('notYet')}</span>
        ) : (
          `${say.code(outcome.kind)} ${outcome.endedOn ?? ''}`
        )}
      </p>
      {mayAct && (
        <ActForm
          pregnancyId={followUp.pregnancyId}
          subject={`follow-up/${id}`}
          version={followUp.version}
          acts={followUp.allows}
          requestOf={(act, fields) => ({
            path: `/api/v1/follow-ups/${id}/contacts`,
            body: {
              ...{ reached: act === 'reach', note: fields.text('note') },
              outcome: act === 'reach' && isAsked ? outcomeIn(fields) : null,
            },
          })}
          fieldsOf={(act, fields) =>
            act === 'reach' && isAsked && <OutcomeFields fields={fields} />
          }
          isFilled={(act, { text }) =>
            act === 'miss' || text('outcome') === '' || text('endedOn') !== ''
          }
        />
      )}
    </section>
  );
}

function outcomeIn(fields: Fields) {
  const kind = fields.text('outcome');
  if (kind === '') return null;
  return { kind, endedOn: fields.text('endedOn'), phenotypes: phenotypesOf(fields) };
}

function OutcomeFields({ fields }: { readonly fields: Fields }) {
  return (
    <>
      <ChoiceField
        {...{ fields, name: 'outcome', label: 'outcomeKind', options: outcomes }}
        none="outcomeUnknown"
      />
      {fields.text('outcome') !== '' && (
        <>
          <DayField fields={fields} name="endedOn" word="endedOn" />
          <PhenotypeField fields={fields} />
        </>
      )}
    </>
  );
}
