import { useState } from 'react';
import { mayIn, useSession } from '../api/use-session.ts';
import type { QueueLine } from './queue-lines.ts';
import { listCountMax } from './send-list.ts';
import { isSigningOpen } from './signing-session.ts';
import { startSigning } from './start-signing.ts';
import type { QueueChoice } from './use-queue-choice.ts';

export interface QueueList {
  /** What the policy lets whoever is signed in confirm as a list. */
  readonly lines: readonly QueueLine[];
  readonly chosen: readonly QueueLine[];
  readonly isOpen: boolean;
  readonly toggle: (id: string) => void;
  readonly open: () => void;
  readonly close: () => void;
  readonly confirm: () => void;
}

/** The unremarkable samples as a list, each of which can be taken out before it is confirmed. */
export function useQueueList({ lines, tab, acts }: QueueChoice): QueueList {
  const session = useSession();
  const [isOpen, setOpen] = useState(false);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const isSigning = tab === 'sign';
  const isMine = mayIn(session, isSigning ? 'report.sign' : 'review.write');
  const listed = lines
    .filter(({ preApproval }) => isMine && preApproval.isAllowed)
    .filter(({ reviewer }) => !isSigning || reviewer?.name !== session?.name)
    .slice(0, listCountMax);
  const chosen = listed.filter(({ id }) => !left.has(id));
  const close = () => {
    setOpen(false);
    setLeft(new Set());
  };
  return {
    ...{ lines: listed, chosen, isOpen: isOpen && listed.length > 0, close },
    toggle: (id) => setLeft((all) => (all.has(id) ? without(all, id) : new Set(all).add(id))),
    open: () => {
      if (isSigning && listed.length > 0 && !isSigningOpen(session)) startSigning();
      else setOpen(listed.length > 0);
    },
    confirm: () => {
      acts.sendAll(chosen, isSigning ? 'sign' : 'approve');
      close();
    },
  };
}

function without(all: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return new Set([...all].filter((each) => each !== id));
}
