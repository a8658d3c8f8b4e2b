import { Alert, Button } from 'antd';
import { type Say, useSay } from '../i18n/say.ts';
import type { Verb } from './queue-keys.ts';
import type { Refused } from './use-queue-acts.ts';
import type { QueuePage } from './use-queue-page.ts';

/** What was not recorded, each with one clear message; nothing that was typed is lost. */
export function RefusedActs({ page }: { readonly page: QueuePage }) {
  return (
    <div role="alert" className="refused">
      {page.acts.refused.map((refused) => (
        <RefusedAct key={refused.act.key} refused={refused} page={page} />
      ))}
    </div>
  );
}

function RefusedAct({ refused, page }: { readonly refused: Refused; readonly page: QueuePage }) {
  const say = useSay();
  const { acts, select, lines } = page;
  const { line } = refused.act;
  const { title, detail, isPassing } = messageOf(say, refused);
  const isThere = lines.some(({ id }) => id === line.id);
  const action = (
    <>
      {isPassing && (
        <Button size="small" type="primary" onClick={() => acts.again(refused)}>
          {say('tryAgain')}
        </Button>
      )}
      {isThere && (
        <Button size="small" onClick={() => select(line.id)}>
          {say('showSample')}
        </Button>
      )}
      <Button size="small" type="text" onClick={() => acts.dismiss(refused)}>
        {say('dismiss')}
      </Button>
    </>
  );
  return <Alert type="warning" showIcon title={title} description={detail} action={action} />;
}

function messageOf(say: Say, { act, problem }: Refused) {
  const values = { sample: act.line.sample, decision: verbWord(say, act.verb) };
  const { isPassing, kind, document } = problem;
  if (isPassing) {
    return { title: say('notSentTitle', values), detail: say('noConnectionDetail'), isPassing };
  }
  if (kind === 'version-changed' || kind === 'state-conflict') {
    const detail = say('somebodyFirstDetail', values);
    return { title: say('somebodyFirst', values), detail, isPassing };
  }
  const detail = (
    <span lang="en">
      {document.detail} · {document.remedy}
    </span>
  );
  return { title: say('notRecordedTitle', values), detail, isPassing };
}

/** What an act is called. */
export function verbWord(say: Say, verb: Verb): string {
  return verb === 'sign' ? say('signAct') : say.code(verb);
}
