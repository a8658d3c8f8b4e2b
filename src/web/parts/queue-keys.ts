import type { DecisionBody } from '../../http/schemas/review.ts';

export type Verb = DecisionBody['decision'] | 'sign';

export type QueueKey =
  | { readonly act: 'next' | 'previous' | 'open' | 'comment' | 'confirm' | 'cancel' | 'list' }
  | { readonly act: 'stage'; readonly verb: Verb };

/** Each act's key as it stands on the page; arrows do for next and previous as well. */
export const keyOf = {
  next: 'J',
  previous: 'K',
  open: 'O',
  comment: 'C',
  list: 'L',
  confirm: 'Enter',
  cancel: 'Esc',
  approve: 'A',
  retest: 'T',
  redraw: 'R',
  'no-call': 'N',
  sign: 'S',
} as const;

const acts: Readonly<Record<string, QueueKey>> = {
  j: { act: 'next' },
  arrowdown: { act: 'next' },
  k: { act: 'previous' },
  arrowup: { act: 'previous' },
  o: { act: 'open' },
  c: { act: 'comment' },
  l: { act: 'list' },
  enter: { act: 'confirm' },
  escape: { act: 'cancel' },
  a: { act: 'stage', verb: 'approve' },
  t: { act: 'stage', verb: 'retest' },
  r: { act: 'stage', verb: 'redraw' },
  n: { act: 'stage', verb: 'no-call' },
  s: { act: 'stage', verb: 'sign' },
};

export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** Held down: a decision is never repeated by itself. */
  readonly repeat: boolean;
  /** Where the focus is; a text field keeps its keys to itself. */
  readonly place: 'page' | 'control' | 'text' | 'dialog';
}

/**
 * What a key on the queue means, or null: the browser's own meaning stands.
 *
 * Edge: in a text only Escape and Ctrl or Cmd with Enter count; Enter on a button presses it; a key
 * held down only moves.
 *
 * @example queueKey({ ...pressed, key: 'a' }) // { act: 'stage', verb: 'approve' }
 */
export function queueKey(pressed: Pressed): QueueKey | null {
  const { place, repeat } = pressed;
  const key = pressed.key.toLowerCase();
  const found = Object.hasOwn(acts, key) ? acts[key] : null;
  if (found === null || place === 'dialog') return null;
  const isMove = found.act === 'next' || found.act === 'previous';
  if (repeat && !isMove) return null;
  const isChord = pressed.ctrlKey || pressed.metaKey;
  if (place === 'text') {
    return key === 'escape' || (key === 'enter' && isChord) ? found : null;
  }
  if (isChord || pressed.altKey) return null;
  return place === 'control' && key === 'enter' ? null : found;
}
