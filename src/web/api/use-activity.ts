import { useEffect } from 'react';
import { send } from './call.ts';

const noteMilliseconds = 60_000;

/**
 * Tells the service, at most once a minute, that somebody works here: what the page asks by itself
 * keeps no session alive, and reading a page long is no idleness while the person types or clicks.
 */
export function useActivity(): void {
  useEffect(() => {
    let notedAt = performance.now();
    const note = () => {
      if (performance.now() - notedAt < noteMilliseconds) return;
      notedAt = performance.now();
      // A refusal is shown by the frame; a lost connection by whatever is asked next.
      send('/api/v1/session').catch(() => undefined);
    };
    const acts = ['pointerdown', 'keydown', 'wheel'] as const;
    for (const act of acts) addEventListener(act, note, { passive: true });
    return () => {
      for (const act of acts) removeEventListener(act, note);
    };
  }, []);
}
