import { useState } from 'react';
import { useSay } from '../../i18n/say.ts';
import { TextField } from '../text-field.tsx';
import { type PersonFormProps, StaffForm } from './staff-form.tsx';

/** The licence to practise: who signs needs one that is valid on that day. */
export function LicenceForm({ person, onClose }: PersonFormProps) {
  const say = useSay();
  const [number, setNumber] = useState(person.licence?.number ?? '');
  const [from, setFrom] = useState(person.licence?.from ?? '');
  const [to, setTo] = useState(person.licence?.to ?? '');
  const given = [number.trim(), from, to];
  const isEmpty = given.every((text) => text === '');
  const isWrong = from !== '' && to !== '' && to < from;
  const isReady = isEmpty ? person.licence !== null : !isWrong && !given.includes('');
  const licence = isEmpty ? null : { number, from, to };
  const path = `/api/v1/staff/${person.id}`;
  const request = { path, method: 'PATCH', body: { licence } } as const;
  return (
    <StaffForm {...{ person, onClose }} title="licenceHead" request={isReady ? request : null}>
      <p className="quiet small">{say('licenceHint')}</p>
      <TextField word="licenceNumber" maxLength={60} value={number} onText={setNumber} />
      <div className="fields">
        <TextField word="licenceFrom" type="date" value={from} onText={setFrom} />
        <TextField word="licenceTo" type="date" value={to} onText={setTo} />
      </div>
      {isWrong && <p className="warn">{say('licenceWrong')}</p>}
    </StaffForm>
  );
}
