import { Modal } from 'antd';
import { type FormEvent, type ReactNode, useId } from 'react';
import type { StaffAnswers } from '../../../http/schemas/identity.ts';
import type { Json } from '../../api/call.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useSay, type Word } from '../../i18n/say.ts';
import { ProblemNotice } from '../problem-notice.tsx';
import { useAct } from '../use-act.ts';

export type Person = Json<StaffAnswers>['items'][number];

/** What the form of one act on an account is given. */
export interface PersonFormProps {
  readonly person: Person;
  readonly onClose: () => void;
}

interface StaffFormProps extends PersonFormProps {
  readonly title: Word;
  /** What is sent, in the version of the account that is shown; null while something lacks. */
  readonly request: Omit<Parameters<ReturnType<typeof useAct>['mutate']>[0], 'headers'> | null;
  readonly children: ReactNode;
}

/** Asks what an act on an account needs; a refusal stands beside what was typed. */
export function StaffForm({ person, title, request, onClose, children }: StaffFormProps) {
  const say = useSay();
  const id = useId();
  const act = useAct(queryKeys.staff, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (request === null || act.isPending) return;
    act.mutate({ ...request, headers: { 'if-match': person.version } });
  };
  return (
    <Modal
      open
      title={`${say(title)} · ${person.displayName}`}
      okText={say('save')}
      cancelText={say('cancel')}
      okButtonProps={{ htmlType: 'submit', form: id, disabled: request === null }}
      confirmLoading={act.isPending}
      onCancel={onClose}
    >
      <form id={id} className="stack" onSubmit={submit}>
        {act.error && <ProblemNotice error={act.error} />}
        {children}
      </form>
    </Modal>
  );
}
