import { Button, Input, Radio } from 'antd';
import { type FormEvent, useState } from 'react';
import type { RestrictedAnswer, RestrictedBody } from '../../http/schemas/restricted.ts';
import type { Json } from '../api/call.ts';
import { mayIn, useSession } from '../api/use-session.ts';
import { useSay } from '../i18n/say.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { RestrictedTable } from './restricted-table.tsx';
import { isSigningOpen } from './signing-session.ts';
import { startSigning } from './start-signing.ts';
import { useBriefAnswer } from './use-brief-answer.ts';

const purposes = [
  'judge-sex-chromosomes',
  'judge-fetal-fraction',
  'judge-twins',
  'answer-authority',
] as const satisfies readonly RestrictedBody['purpose'][];
const reasonCharacters = { min: 10, max: 2000 };
const shownMinutes = 5;

/** What rests on X and Y, for who was given the right: after a reason, recorded, for minutes. */
export function RestrictedPanel({ id }: { readonly id: string }) {
  const say = useSay();
  const session = useSession();
  const { answer, error, isPending, ask, close } = useBriefAnswer<RestrictedAnswer>(shownMinutes);
  if (!mayIn(session, 'restricted.read')) return null;
  return (
    <section className="panel restricted" aria-label={say('restricted')}>
      <div className="panel-head">
        <h2>{say('restricted')}</h2>
        {answer && <Button onClick={close}>{say('restrictedClose')}</Button>}
      </div>
      <p className="small">{say('restrictedRule')}</p>
      {answer && <Shown answer={answer} />}
      {!answer && !isSigningOpen(session) && (
        <Button type="primary" onClick={startSigning}>
          {say('restrictedFactor')}
        </Button>
      )}
      {!answer && isSigningOpen(session) && (
        <ReasonForm
          isPending={isPending}
          onAsk={(body) => void ask(`/api/v1/samples/${id}/restricted-readings`, body)}
        />
      )}
      {error !== null && <ProblemNotice error={error} />}
    </section>
  );
}

function Shown({ answer }: { readonly answer: Json<RestrictedAnswer> }) {
  const say = useSay();
  return (
    <div role="status">
      <p className="quiet small">{say('restrictedCloses', { minutes: shownMinutes })}</p>
      <RestrictedTable answer={answer} />
    </div>
  );
}

interface ReasonFormProps {
  readonly isPending: boolean;
  readonly onAsk: (body: RestrictedBody) => void;
}

/** The reason is no draft: it is typed anew each time, and kept by the service alone. */
function ReasonForm({ isPending, onAsk }: ReasonFormProps) {
  const say = useSay();
  const [purpose, setPurpose] = useState<RestrictedBody['purpose'] | null>(null);
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (purpose !== null && !isPending) onAsk({ purpose, reason });
  };
  return (
    <form className="decide" onSubmit={submit} autoComplete="off">
      <fieldset aria-label={say('restrictedPurpose')}>
        <Radio.Group
          name="purpose"
          value={purpose}
          onChange={(event) => setPurpose(event.target.value as RestrictedBody['purpose'])}
          options={purposes.map((value) => ({ value, label: say.code(value) }))}
        />
      </fieldset>
      <Input.TextArea
        name="restricted-reason"
        aria-label={say('restrictedReason')}
        placeholder={say('restrictedReason')}
        rows={2}
        maxLength={reasonCharacters.max}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button
        type="primary"
        htmlType="submit"
        disabled={purpose === null || reason.trim().length < reasonCharacters.min}
        loading={isPending}
      >
        {say('restrictedShow')}
      </Button>
    </form>
  );
}
