import { Button, Checkbox, Empty } from 'antd';
import { useSay } from '../i18n/say.ts';
import { KeyList } from '../parts/key-list.tsx';
import { ListPanel } from '../parts/list-panel.tsx';
import { Loading } from '../parts/loading.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { keyOf } from '../parts/queue-keys.ts';
import type { QueueTab } from '../parts/queue-lines.ts';
import { QueueSample } from '../parts/queue-sample.tsx';
import { QueueTable } from '../parts/queue-table.tsx';
import { RefusedActs } from '../parts/refused-acts.tsx';
import { SigningNote } from '../parts/signing-note.tsx';
import { StaleNotice } from '../parts/stale-notice.tsx';
import { type QueuePage as Queue, useQueuePage } from '../parts/use-queue-page.ts';
import './queue-page.css';

const tabs = [
  { tab: 'review', word: 'toReview' },
  { tab: 'sign', word: 'toSign' },
] as const satisfies readonly { tab: QueueTab; word: string }[];

/** What waits for a decision or a signature, reviewed by keys alone if one likes. */
export default function QueuePage() {
  const say = useSay();
  const page = useQueuePage();
  const { live, acts, lines, selected, hasKeys, switchKeys } = page;
  const keySwitch = (
    <Checkbox checked={hasKeys} onChange={(event) => switchKeys(event.target.checked)}>
      {say('keysOn')}
    </Checkbox>
  );
  return (
    <>
      <PageHead title={say('queue')} actions={keySwitch}>
        <Tabs page={page} />
        <ListButton page={page} />
        {page.tab === 'sign' && <SigningNote />}
        <Progress page={page} />
        <StaleNotice isStale={live.isStale} />
      </PageHead>
      {live.problem && <ProblemNotice error={live.problem} onRetry={live.retry} />}
      <RefusedActs page={page} />
      {!live.data && !live.problem && <Loading />}
      {live.data && lines.length === 0 && acts.openCount === 0 && (
        <section className="panel">
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('queueEmpty')} />
        </section>
      )}
      {live.data?.isCut && (
        <p className="quiet small">{say('queueIsCut', { count: live.data.items.length })}</p>
      )}
      {page.list.isOpen && <ListPanel page={page} />}
      {selected && !page.list.isOpen && (
        <div className="queue">
          <QueueTable lines={lines} selected={selected} select={page.select} />
          <QueueSample page={page} line={selected} />
        </div>
      )}
      {selected && hasKeys && !page.list.isOpen && <KeyList tab={page.tab} />}
    </>
  );
}

function Progress({ page: { acts } }: { readonly page: Queue }) {
  const say = useSay();
  const { doneCount, openCount } = acts;
  if (doneCount + openCount === 0) return null;
  return (
    <span className="quiet small" role="status">
      {openCount > 0
        ? say('savingNow', { count: openCount })
        : say('doneNow', { count: doneCount })}
    </span>
  );
}

function Tabs({ page }: { readonly page: Queue }) {
  const say = useSay();
  return (
    <fieldset className="queue-tabs" aria-label={say('queue')}>
      {tabs.map(({ tab, word }) => (
        <button
          key={tab}
          type="button"
          aria-pressed={page.tab === tab}
          onClick={() => page.openTab(tab)}
        >
          {say(word)} <b>{page.counts[tab]}</b>
        </button>
      ))}
    </fieldset>
  );
}

function ListButton({ page }: { readonly page: Queue }) {
  const say = useSay();
  const count = page.list.lines.length;
  if (count === 0 || page.list.isOpen) return null;
  return (
    <Button onClick={() => page.doKey({ act: 'list' })}>
      {say('listOpen', { count })} <kbd>{keyOf.list}</kbd>
    </Button>
  );
}
