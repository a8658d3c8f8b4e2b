import { useEffect, useEffectEvent } from 'react';
import { type Pressed, type QueueKey, queueKey } from './queue-keys.ts';

/** Listens for the queue's keys on the whole page while they are on. */
export function useKeys(
  { areOn, isStaged }: { readonly areOn: boolean; readonly isStaged: boolean },
  onKey: (key: QueueKey) => void,
): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, altKey, repeat } = event;
    const place = placeOf(event.target, isStaged);
    const meant = queueKey({ ...{ key, ctrlKey, metaKey, altKey }, ...{ repeat, place } });
    if (meant === null) return;
    event.preventDefault();
    onKey(meant);
  });
  useEffect(() => {
    if (!areOn) return undefined;
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [areOn]);
}

/** Where the focus is, as `queueKey` asks for it. */
function placeOf(target: EventTarget | null, isStaged: boolean): Pressed['place'] {
  if (!(target instanceof Element)) return 'page';
  if (target.closest('[role=dialog]') || document.querySelector('.ant-modal-wrap')) return 'dialog';
  if (target.closest('textarea, select, input:not([type=checkbox]):not([type=radio])')) {
    return 'text';
  }
  // Whoever chose a line by pointer still stands on it; Enter then confirms, not chooses again.
  if (isStaged && target.closest('.queue-list')) return 'page';
  return target.closest('a, button, summary, [role=button]') ? 'control' : 'page';
}
