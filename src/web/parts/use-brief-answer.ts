import { useEffect, useState } from 'react';
import { call, type Json } from '../api/call.ts';

interface BriefAnswer<Answer> {
  readonly answer: Json<Answer> | null;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly ask: (path: string, body: object) => Promise<void>;
  readonly close: () => void;
}

/**
 * An answer shown for some minutes and kept nowhere: in no cache, no storage, no address. It
 * goes by itself, with the page, and as soon as the tab is hidden.
 */
export function useBriefAnswer<Answer>(minutes: number): BriefAnswer<Answer> {
  const [answer, setAnswer] = useState<Json<Answer> | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  const close = () => setAnswer(null);
  useEffect(() => {
    if (answer === null) return undefined;
    const forget = () => setAnswer(null);
    const forgetHidden = () => document.visibilityState === 'hidden' && forget();
    const timer = setTimeout(forget, minutes * 60_000);
    document.addEventListener('visibilitychange', forgetHidden);
    addEventListener('pagehide', forget);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', forgetHidden);
      removeEventListener('pagehide', forget);
    };
  }, [answer, minutes]);
  const ask = async (path: string, body: object) => {
    setPending(true);
    setError(null);
    try {
      setAnswer(await call<Answer>(path, { method: 'POST', body }));
    } catch (refusal) {
      setError(refusal);
    } finally {
      setPending(false);
    }
  };
  return { answer, error, isPending, ask, close };
}
