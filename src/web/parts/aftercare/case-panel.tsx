import type { DiagnosisBody, ReferralBody } from '../../../http/schemas/high-risk-case.ts';
import { mayIn, useSession } from '../../api/use-session.ts';
import { Link } from '../../app/navigation.tsx';
import { useSay } from '../../i18n/say.ts';
import { ActForm, DayField, type Fields } from './act-form.tsx';
import { ChoiceField } from './choice-field.tsx';
import { InstitutionField } from './institution-field.tsx';
import { PanelHead } from './panel-head.tsx';
import type { Aftercare } from './timeline-data.ts';

type Case = Aftercare['cases'][number];
type Act = Case['allows'][number];

const urgencies = [
  'green-channel',
  'routine',
] as const satisfies readonly ReferralBody['urgency'][];
const methods = ['karyotype', 'cma', 'fish'] as const satisfies readonly DiagnosisBody['method'][];
const materials = [
  ...(['chorionic-villi', 'amniotic-fluid', 'cord-blood'] as const),
  ...(['products-of-conception', 'newborn-blood'] as const),
] as const satisfies readonly DiagnosisBody['material'][];
const results = ['normal', 'trisomy', 'mosaic', 'inconclusive'] as const;
const targets = ['T21', 'T18', 'T13'] as const;

/** One high-risk case: how it stands, its referrals, and what can be done next. */
export function CasePanel({ case: of }: { readonly case: Case }) {
  const say = useSay();
  const mayAct = mayIn(useSession(), 'aftercare.write');
  const title = say('caseOf', { targets: of.targets.join(' ') });
  return (
    <section className="panel stack" aria-label={title}>
      <PanelHead title={title} of={of} />
      <p className="small">
        <Link href={`/reports/${of.reportId}`}>{say('toReport')}</Link>
      </p>
      {mayAct && <CaseForm case={of} />}
      {of.referrals.map((referral) => (
        <div key={referral.id} className="change stack">
          <PanelHead
            title={say('referralTo', { institution: referral.institution })}
            of={{ ...referral, dueOn: null, lateness: 'unknown', workingDaysLeft: null }}
          />
          {mayAct && (
            <ActForm
              pregnancyId={of.pregnancyId}
              subject={`referral/${referral.id}`}
              version={referral.version}
              acts={referral.allows}
              requestOf={(event, fields) => ({
                path: `/api/v1/referrals/${referral.id}/steps`,
                body: { event, note: fields.text('note') },
              })}
            />
          )}
        </div>
      ))}
    </section>
  );
}

function CaseForm({ case: of }: { readonly case: Case }) {
  return (
    <ActForm
      pregnancyId={of.pregnancyId}
      subject={`high-risk-case/${of.id}`}
      version={of.version}
      acts={of.allows}
      requestOf={(act, fields) => requestOf(of.id, { act, fields })}
      fieldsOf={(act, fields) => {
        if (act === 'refer') return <ReferralFields fields={fields} />;
        if (act === 'record-diagnosis') return <DiagnosisFields of={of} fields={fields} />;
        return null;
      }}
      isFilled={(act, fields) => {
        if (act === 'refer') return fields.text('institution').trim() !== '';
        if (act !== 'record-diagnosis') return true;
        const named = ['institution', 'method', 'material', 'reportedOn', ...of.targets];
        return named.every((field) => fields.text(field).trim() !== '');
      }}
    />
  );
}

function requestOf(id: string, { act, fields }: { act: Act; fields: Fields }) {
  const { text } = fields;
  const [path, note] = [`/api/v1/high-risk-cases/${id}`, text('note')];
  if (act === 'refer') {
    const urgency = text('urgency') || urgencies[0];
    return { path: `${path}/referrals`, body: { institution: text('institution'), urgency, note } };
  }
  if (act !== 'record-diagnosis') {
    const dueOn = act === 'postpone' ? text('dueOn') : null;
    return { path: `${path}/steps`, body: { event: act, note, dueOn } };
  }
  const told = targets.filter((target) => text(target) !== '');
  const body = {
    ...{ institution: text('institution'), method: text('method'), material: text('material') },
    ...{ reportedOn: text('reportedOn'), note },
    results: told.map((target) => ({ target, result: text(target) })),
  };
  return { path: `${path}/diagnoses`, body };
}

function ReferralFields({ fields }: { readonly fields: Fields }) {
  return (
    <>
      <InstitutionField fields={fields} />
      <ChoiceField fields={fields} name="urgency" label="urgency" options={urgencies} />
    </>
  );
}

function DiagnosisFields({ of, fields }: { readonly of: Case; readonly fields: Fields }) {
  const suspected = new Set<string>(of.targets);
  return (
    <>
      <InstitutionField fields={fields} />
      <ChoiceField fields={fields} name="method" label="method" options={methods} none="choose" />
      <ChoiceField
        {...{ fields, name: 'material', label: 'material', options: materials, none: 'choose' }}
      />
      <DayField fields={fields} name="reportedOn" word="reportedOnDay" />
      {targets.map((target) => (
        <ChoiceField
          key={target}
          {...{ fields, name: target, label: { code: target }, options: results }}
          none={suspected.has(target) ? 'choose' : 'notTested'}
        />
      ))}
    </>
  );
}
