import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { UnmaskedPerson, UnmaskingBody } from '../../../http/schemas/unmasking.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { mayIn, useSession } from '../../api/use-session.ts';
import { useSay } from '../../i18n/say.ts';
import { ProblemNotice } from '../problem-notice.tsx';
import { useAct } from '../use-act.ts';

const reasons = [
  ...(['contact-person', 'check-identity', 'correct-record'] as const),
  ...(['deliver-report', 'answer-authority'] as const),
] as const satisfies readonly UnmaskingBody['reason'][];

/** Who she is in full, for a reason that is audited; kept nowhere and gone with the page. */
export function Identity({ pregnancyId }: { readonly pregnancyId: string }) {
  const say = useSay();
  const session = useSession();
  const [reason, choose] = useState<string>(reasons[0]);
  const [person, show] = useState<UnmaskedPerson | null>(null);
  const act = useAct<UnmaskedPerson>(queryKeys.session, show);
  if (!mayIn(session, 'unmask')) return null;
  const ask = (event: FormEvent) => {
    event.preventDefault();
    const path = `/api/v1/pregnancies/${pregnancyId}/unmasking`;
    if (!act.isPending) act.mutate({ path, isSecret: true, body: { reason } });
  };
  if (person) return <Shown person={person} onHide={() => show(null)} />;
  return (
    <form className="panel fields" onSubmit={ask}>
      <label className="text-field">
        {say('unmaskReason')}
        <select name="reason" value={reason} onChange={(event) => choose(event.target.value)}>
          {reasons.map((each) => (
            <option key={each} value={each}>
              {say.code(each)}
            </option>
          ))}
        </select>
      </label>
      <Button htmlType="submit" loading={act.isPending}>
        {say('showIdentity')}
      </Button>
      {act.error && <ProblemNotice error={act.error} />}
    </form>
  );
}

interface ShownProps {
  readonly person: UnmaskedPerson;
  readonly onHide: () => void;
}

function Shown({ person, onHide }: ShownProps) {
  const say = useSay();
  const facts = [
    [say('who'), person.name],
    [say('phone'), person.phone],
    [say('identifier'), person.identifier.value],
    [say('birthDate'), person.birthDate],
  ];
  return (
    <div className="panel fields identity">
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Button size="small" onClick={onHide}>
        {say('hideIdentity')}
      </Button>
    </div>
  );
}
