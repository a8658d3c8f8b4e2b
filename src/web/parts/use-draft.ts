import { useState } from 'react';
import { type Session, useSession } from '../api/use-session.ts';

const prefix = 'draft';

/**
 * A text that somebody types, kept in this tab until it is sent: the end of a session, a lost
 * connection or a reload lose nothing. It belongs to whoever typed it and ends with the tab.
 */
export function useDraft(
  name: string,
): readonly [text: string, change: (text: string) => void, forget: () => void] {
  const key = keyOf(useSession(), name);
  const [changed, setChanged] = useState<{ key: string; text: string } | null>(null);
  const text = changed?.key === key ? changed.text : (sessionStorage.getItem(key) ?? '');
  const change = (next: string) => {
    sessionStorage.setItem(key, next);
    setChanged({ key, text: next });
  };
  const forget = () => {
    sessionStorage.removeItem(key);
    setChanged({ key, text: '' });
  };
  return [text, change, forget];
}

/** Forgets a text that was sent, wherever its field stood. */
export function forgetDraft(owner: Session | undefined, name: string): void {
  sessionStorage.removeItem(keyOf(owner, name));
}

function keyOf(owner: Session | undefined, name: string): string {
  return `${prefix}/${owner?.name ?? ''}/${name}`;
}

/** Forgets everything typed in this tab: whoever signs out leaves nothing behind. */
export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(`${prefix}/`)) sessionStorage.removeItem(key);
  }
}
