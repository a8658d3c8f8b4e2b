import { type RefObject, useRef, useState } from 'react';
import { mayIn, type Session, useSession } from '../api/use-session.ts';
import { navigate } from '../app/navigation.tsx';
import type { QueueKey, Verb } from './queue-keys.ts';
import type { QueueLine } from './queue-lines.ts';
import { isSigningOpen } from './signing-session.ts';
import { startSigning } from './start-signing.ts';
import { useDraft } from './use-draft.ts';
import { useKeys } from './use-keys.ts';
import { type QueueChoice, useQueueChoice } from './use-queue-choice.ts';
import { type QueueList, useQueueList } from './use-queue-list.ts';

export interface QueuePage extends QueueChoice {
  /** What the next confirmation does; null while nothing was chosen. */
  readonly staged: Verb | null;
  /** The decision that was chosen lacks the comment it needs. */
  readonly lacksComment: boolean;
  readonly mayDo: (verb: Verb) => boolean;
  readonly comment: string;
  readonly changeComment: (text: string) => void;
  readonly commentField: RefObject<HTMLTextAreaElement | null>;
  readonly doKey: (key: QueueKey) => void;
  /** Unremarkable ones; while it is open, a confirmation is of all of them. */
  readonly list: QueueList;
  readonly hasKeys: boolean;
  readonly switchKeys: (on: boolean) => void;
}

const keysOffName = 'queue-keys-off';

/** All that the queue's page knows and does; what it looks like stands beside it. */
export function useQueuePage(): QueuePage {
  const choice = useQueueChoice();
  const { lines, selected, acts, select, move } = choice;
  const session = useSession();
  const [staged, stage] = useState<{ readonly version: string; readonly verb: Verb } | null>(null);
  const [comment, changeComment] = useDraft(`review/${selected?.id ?? ''}`);
  const commentField = useRef<HTMLTextAreaElement>(null);
  const keys = useKeySwitch();
  const list = useQueueList(choice);
  // Chosen for what was seen: when the sample or its version is another one, nothing is chosen.
  const verb = staged?.version === selected?.version ? (staged?.verb ?? null) : null;
  const lacksComment = verb !== null && needsComment(verb) && comment.trim() === '';
  const mayDo = (wanted: Verb) => selected !== null && mayAct(session, selected, wanted);

  function confirm(): void {
    if (!selected || verb === null) return;
    if (lacksComment) {
      commentField.current?.focus();
      return;
    }
    const index = lines.indexOf(selected);
    const follower = lines[index + 1] ?? lines[index - 1];
    acts.send({ line: selected, verb, comment });
    commentField.current?.blur();
    stage(null);
    if (follower) select(follower.id);
  }

  function doKey(key: QueueKey): void {
    if (list.isOpen) {
      if (key.act === 'confirm') list.confirm();
      if (key.act === 'cancel' || key.act === 'list') list.close();
      return;
    }
    if (key.act === 'list') list.open();
    if (key.act === 'next') move(1);
    if (key.act === 'previous') move(-1);
    if (key.act === 'open' && selected) navigate(`/samples/${selected.sampleId}`);
    if (key.act === 'comment') commentField.current?.focus();
    if (key.act === 'confirm') confirm();
    if (key.act === 'cancel') {
      commentField.current?.blur();
      stage(null);
    }
    if (key.act === 'stage' && selected && mayDo(key.verb)) {
      if (key.verb === 'sign' && !isSigningOpen(session)) startSigning();
      else stage({ version: selected.version, verb: key.verb });
    }
  }

  useKeys({ areOn: keys.hasKeys, isStaged: verb !== null }, doKey);
  return {
    ...{ ...choice, staged: verb, lacksComment, mayDo, doKey },
    ...{ comment, changeComment, commentField, list, ...keys },
  };
}

/** Single letters as keys can be switched off, for who dictates or has a shaky hand. */
function useKeySwitch() {
  const [hasKeys, setKeys] = useState(() => localStorage.getItem(keysOffName) === null);
  const switchKeys = (on: boolean) => {
    if (on) localStorage.removeItem(keysOffName);
    else localStorage.setItem(keysOffName, 'yes');
    setKeys(on);
  };
  return { hasKeys, switchKeys };
}

/** As the service will judge it; whoever reviewed a sample does not sign it. */
function mayAct(session: Session | undefined, line: QueueLine, verb: Verb): boolean {
  const isDecided = line.state === 'APPROVED' || line.state === 'NO_CALL';
  if (verb !== 'sign') return !isDecided && mayIn(session, 'review.write');
  const isOwn = line.reviewer?.name === session?.name;
  return isDecided && !isOwn && line.batchState === 'RELEASED' && mayIn(session, 'report.sign');
}

function needsComment(verb: Verb): boolean {
  return verb === 'retest' || verb === 'redraw' || verb === 'no-call';
}
