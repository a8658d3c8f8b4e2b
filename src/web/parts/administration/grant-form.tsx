import { useState } from 'react';
import { useSay } from '../../i18n/say.ts';
import { shanghaiMinute } from '../../i18n/shanghai-time.ts';
import { TextField } from '../text-field.tsx';
import { type PersonFormProps, StaffForm } from './staff-form.tsx';

const grantable = ['restricted.read', 'unmask'] as const;
const hoursMax = 72;
const reasonCharactersMin = 10;
const hourMilliseconds = 3_600_000;

/** Gives a right beside the roles, which ends by itself. */
export function GrantForm({ person, onClose }: PersonFormProps) {
  const say = useSay();
  const [permission, choose] = useState<string>(grantable[0]);
  const [typed, setTyped] = useState('8');
  const [reason, setReason] = useState('');
  const hours = Number(typed);
  const isTime = Number.isInteger(hours) && hours >= 1 && hours <= hoursMax;
  const isReady = isTime && reason.trim().length >= reasonCharactersMin;
  const path = `/api/v1/staff/${person.id}/grants`;
  const request = { path, body: { permission, hours, reason } };
  const end = new Date(Date.now() + hours * hourMilliseconds);
  return (
    <StaffForm {...{ person, onClose }} title="giveRight" request={isReady ? request : null}>
      <p className="quiet small">{say('grantHint')}</p>
      <div className="fields">
        <label className="text-field">
          {say('right')}
          <select value={permission} onChange={(event) => choose(event.target.value)}>
            {grantable.map((each) => (
              <option key={each} value={each}>
                {say.code(each)}
              </option>
            ))}
          </select>
        </label>
        <TextField word="grantHours" type="number" value={typed} onText={setTyped} />
        <span className="quiet">
          {isTime && say('grantEnd', { at: shanghaiMinute(end.toISOString()) })}
        </span>
      </div>
      <TextField word="grantReason" maxLength={500} value={reason} onText={setReason} />
    </StaffForm>
  );
}
