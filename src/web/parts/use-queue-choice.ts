import { useEffect, useRef, useState } from 'react';
import type { ReviewQueue } from '../../http/schemas/queue.ts';
import type { Json } from '../api/call.ts';
import { queryKeys } from '../api/query-keys.ts';
import { type Live, useLive } from '../api/use-live.ts';
import { mayIn, useSession } from '../api/use-session.ts';
import { lineAt, type QueueLine, type QueueTab, tabOf } from './queue-lines.ts';
import { forgetDraft, useDraft } from './use-draft.ts';
import { type QueueActs, useQueueActs } from './use-queue-acts.ts';

export interface QueueChoice {
  readonly live: Live<Json<ReviewQueue>>;
  readonly acts: QueueActs;
  readonly tab: QueueTab;
  readonly openTab: (tab: QueueTab) => void;
  readonly counts: Readonly<Record<QueueTab, number>>;
  readonly lines: readonly QueueLine[];
  readonly selected: QueueLine | null;
  readonly select: (id: string) => void;
  readonly move: (step: number) => void;
}

/** Which samples wait and which is looked at; what was acted on leaves the list at once. */
export function useQueueChoice(): QueueChoice {
  const live = useLive<Json<ReviewQueue>>('/api/v1/overview/queue', queryKeys.queue);
  const session = useSession();
  const acts = useQueueActs(({ line }) => forgetDraft(session, `review/${line.id}`));
  const [chosenTab, chooseTab] = useState<QueueTab | null>(null);
  const onlySigns = mayIn(session, 'report.sign') && !mayIn(session, 'review.write');
  const tab = chosenTab ?? (onlySigns ? 'sign' : 'review');
  const open = (live.data?.items ?? []).filter(({ version }) => !acts.settled.has(version));
  const lines = open.filter((line) => tabOf(line) === tab);
  const [chosenId, select] = useDraft(`queue/${tab}`);
  // Where the chosen one stood: if somebody else takes it, its follower is shown.
  const place = useRef(0);
  const selected = lineAt(lines, { id: chosenId, place: place.current });
  const index = selected ? lines.indexOf(selected) : -1;
  useEffect(() => {
    if (index >= 0) place.current = index;
  }, [index]);
  const openTab = (next: QueueTab) => {
    place.current = 0;
    chooseTab(next);
  };
  const counts = { review: lines.length, sign: open.length - lines.length };
  return {
    ...{ live, acts, tab, openTab, lines, selected, select },
    counts: tab === 'review' ? counts : { review: counts.sign, sign: counts.review },
    move: (step) => {
      const line = lines[index + step];
      if (line) select(line.id);
    },
  };
}
