import { Button, Checkbox } from 'antd';
import { type FormEvent, useState } from 'react';
import type { Sample } from '../api/types.ts';
import { useSay } from '../i18n/say.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { useReviewAct } from './use-review-act.ts';

interface SignFormProps {
  readonly sampleId: string;
  readonly review: NonNullable<Sample['review']>;
}

/** An approver's signature; it cannot be taken back, so it is confirmed. */
export function SignForm({ sampleId, review }: SignFormProps) {
  const say = useSay();
  const [isChecked, setChecked] = useState(false);
  const act = useReviewAct({ sampleId, review, verb: 'sign' });
  const sign = (event: FormEvent) => {
    event.preventDefault();
    if (isChecked && !act.isPending) act.mutate(undefined);
  };
  return (
    <form className="decide" onSubmit={sign}>
      <Checkbox
        name="checked"
        checked={isChecked}
        onChange={(event) => setChecked(event.target.checked)}
      >
        {say('signConfirm')}
      </Checkbox>
      <Button type="primary" htmlType="submit" disabled={!isChecked} loading={act.isPending}>
        {say('sign')}
      </Button>
      {act.error && <ProblemNotice error={act.error} />}
    </form>
  );
}
