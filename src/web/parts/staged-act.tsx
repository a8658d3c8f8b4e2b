import { Button } from 'antd';
import { mayIn, useSession } from '../api/use-session.ts';
import { Link } from '../app/navigation.tsx';
import { useSay } from '../i18n/say.ts';
import { keyOf, type Verb } from './queue-keys.ts';
import { type QueueLine, tabOf } from './queue-lines.ts';
import { verbWord } from './refused-acts.tsx';
import type { QueuePage } from './use-queue-page.ts';

const decisions = ['approve', 'retest', 'redraw', 'no-call'] as const;
const commentCharactersMax = 2000;

interface StagedActProps {
  readonly page: QueuePage;
  readonly line: QueueLine;
}

/** What can be done with a sample: first chosen, then confirmed, by key or by pointer. */
export function StagedAct({ page, line }: StagedActProps) {
  const say = useSay();
  const session = useSession();
  const isReview = tabOf(line) === 'review';
  const mayDecide = mayIn(session, 'review.write');
  const maySign = mayIn(session, 'report.sign');
  if (isReview ? !mayDecide : !maySign) {
    return <p className="quiet small">{say('readOnlyQueue')}</p>;
  }
  if (!isReview && line.reviewer?.name === session?.name) {
    return <p className="own-review">{say('youReviewed')}</p>;
  }
  if (!isReview && line.batchState !== 'RELEASED') {
    return (
      <p className="own-review">
        {say('batchBlocks')} <Link href={`/runs/${line.runId}`}>{say('toBatch')}</Link>
      </p>
    );
  }
  return (
    <div className="acts">
      {isReview && <CommentField page={page} />}
      <fieldset className="verbs" aria-label={say('decision')}>
        {(isReview ? decisions : (['sign'] as const)).map((verb) => (
          <VerbButton key={verb} page={page} verb={verb} />
        ))}
      </fieldset>
      <Confirmation page={page} />
      {isReview && maySign && <p className="quiet small">{say('youCannotSignAfter')}</p>}
    </div>
  );
}

function VerbButton({ page, verb }: { readonly page: QueuePage; readonly verb: Verb }) {
  const say = useSay();
  return (
    <button
      type="button"
      aria-pressed={page.staged === verb}
      onClick={() => page.doKey({ act: 'stage', verb })}
    >
      {verbWord(say, verb)} <kbd>{keyOf[verb]}</kbd>
    </button>
  );
}

function CommentField({ page }: { readonly page: QueuePage }) {
  const say = useSay();
  return (
    <label className="comment">
      {say('reviewComment')} <kbd>{keyOf.comment}</kbd>
      <span className="quiet small"> {say('commentKept')}</span>
      <textarea
        ref={page.commentField}
        name="comment"
        rows={2}
        maxLength={commentCharactersMax}
        value={page.comment}
        onChange={(event) => page.changeComment(event.target.value)}
      />
    </label>
  );
}

/** The second of the two presses: what was chosen happens only now. */
function Confirmation({ page }: { readonly page: QueuePage }) {
  const say = useSay();
  const { staged, lacksComment, doKey } = page;
  const decision = staged === null ? '' : verbWord(say, staged);
  return (
    <div className="confirmation" role="status">
      {staged !== null && lacksComment && (
        <p className="warn">{say('commentNeeded', { decision })}</p>
      )}
      {staged !== null && (
        <>
          <Button type="primary" disabled={lacksComment} onClick={() => doKey({ act: 'confirm' })}>
            {say('confirmDecision', { decision })} <kbd>{keyOf.confirm}</kbd>
          </Button>
          <Button onClick={() => doKey({ act: 'cancel' })}>
            {say('cancel')} <kbd>{keyOf.cancel}</kbd>
          </Button>
        </>
      )}
    </div>
  );
}
