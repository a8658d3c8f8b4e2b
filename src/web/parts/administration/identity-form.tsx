import { useState } from 'react';
import { useSay } from '../../i18n/say.ts';
import { TextField } from '../text-field.tsx';
import { type PersonFormProps, StaffForm } from './staff-form.tsx';

/** Which account of the identity provider signs in as this person. */
export function IdentityForm({ person, onClose }: PersonFormProps) {
  const say = useSay();
  const [text, setText] = useState(person.identitySubject ?? '');
  const subject = text.trim() === '' ? null : text;
  const path = `/api/v1/staff/${person.id}/identity`;
  const request = { path, method: 'PUT', body: { subject } } as const;
  const isChanged = subject !== person.identitySubject;
  return (
    <StaffForm {...{ person, onClose }} title="linkIdentity" request={isChanged ? request : null}>
      <p className="quiet small">{say('identityHint')}</p>
      <TextField word="identitySubject" maxLength={255} value={text} onText={setText} />
    </StaffForm>
  );
}
