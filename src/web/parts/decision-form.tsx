import { Button, Input, Radio } from 'antd';
import { type FormEvent, useState } from 'react';
import type { DecisionBody } from '../../http/schemas/review.ts';
import type { Sample } from '../api/types.ts';
import { useSay } from '../i18n/say.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { useDraft } from './use-draft.ts';
import { useReviewAct } from './use-review-act.ts';

const decisions = [
  'approve',
  'retest',
  'redraw',
  'no-call',
] as const satisfies readonly DecisionBody['decision'][];
const commentCharactersMax = 2000;

interface DecisionFormProps {
  readonly sampleId: string;
  readonly review: NonNullable<Sample['review']>;
}

/** A reviewer's decision with its comment, which is kept until it is sent. */
export function DecisionForm({ sampleId, review }: DecisionFormProps) {
  const say = useSay();
  const [decision, setDecision] = useState<DecisionBody['decision'] | null>(null);
  const [comment, setComment, forgetComment] = useDraft(`review/${review.id}`);
  const act = useReviewAct({ sampleId, review, verb: 'decision', onDone: forgetComment });
  const decide = (event: FormEvent) => {
    event.preventDefault();
    if (decision !== null && !act.isPending) act.mutate({ decision, comment });
  };
  return (
    <form className="decide" onSubmit={decide}>
      <fieldset aria-label={say('decision')}>
        <Radio.Group
          name="decision"
          value={decision}
          onChange={(event) => setDecision(event.target.value as DecisionBody['decision'])}
          options={decisions.map((value) => ({ value, label: say.code(value) }))}
        />
      </fieldset>
      <Input.TextArea
        name="comment"
        aria-label={say('comment')}
        placeholder={say('comment')}
        rows={2}
        maxLength={commentCharactersMax}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      <Button type="primary" htmlType="submit" disabled={decision === null} loading={act.isPending}>
        {say('recordDecision')}
      </Button>
      {act.error && <ProblemNotice error={act.error} />}
    </form>
  );
}
