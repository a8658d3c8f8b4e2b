import { useSay } from '../../i18n/say.ts';
import { shanghaiMinute } from '../../i18n/shanghai-time.ts';
import type { useAct } from '../use-act.ts';
import { StaffActs } from './staff-acts.tsx';
import type { Person } from './staff-form.tsx';

export type StaffAct = ReturnType<typeof useAct<{ firstPassword?: string | null }>>;

export interface StaffRowProps {
  readonly person: Person;
  readonly hasIdentityProvider: boolean;
  readonly act: StaffAct;
}

/** One account with the acts that whoever looks may do. */
export function StaffRow(props: StaffRowProps) {
  const say = useSay();
  const { person } = props;
  const { name, displayName, roles, hasSecondFactor, active, grants } = person;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        {displayName}
        {person.identitySubject !== null && (
          <div className="quiet small">
            {say('linkedTo')} <span className="mono">{person.identitySubject}</span>
          </div>
        )}
      </td>
      <td>
        {roles.map(say.code).join(say.language === 'zh' ? '、' : ', ')}
        {grants.map(({ id, permission, reason, expiresAt }) => (
          <div key={id} className="small">
            + {say.code(permission)} {say('grantEnd', { at: shanghaiMinute(expiresAt) })}
            <span className="quiet"> · {reason}</span>
          </div>
        ))}
      </td>
      <td>
        <Licence person={person} />
      </td>
      <td>{say(hasSecondFactor ? 'hasFactor' : 'noFactor')}</td>
      <td>
        <span className={`tag ${active ? 'good' : 'plain'}`}>
          {say(active ? 'open' : 'closed')}
        </span>
      </td>
      <td>
        <StaffActs {...props} />
      </td>
    </tr>
  );
}

function Licence({ person: { roles, licence } }: { readonly person: Person }) {
  const say = useSay();
  const today = shanghaiMinute(new Date().toISOString()).slice(0, 10);
  const isValid = licence !== null && licence.from <= today && today <= licence.to;
  const lacks = !isValid && (licence !== null || roles.includes('approver'));
  return (
    <>
      {licence && (
        <>
          <div className="mono">{licence.number}</div>
          <div className="small quiet licence-days">
            {licence.from} – {licence.to}
          </div>
        </>
      )}
      {lacks && <span className="tag unclear">{say('licenceNotValid')}</span>}
    </>
  );
}
