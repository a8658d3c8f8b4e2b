import { type QueryClient, type QueryKey, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { send } from './call.ts';
import { type Problem, problemOf } from './problem.ts';

/** How long the service holds a question that has no new answer. */
const waitSeconds = 25;
const backoffMilliseconds = { first: 1000, most: 30_000 };

export interface Live<Answer> {
  readonly data: Answer | undefined;
  /** Why there is nothing to show. */
  readonly problem: Problem | null;
  /** What is shown may be out of date: the service has not answered lately. */
  readonly isStale: boolean;
  readonly retry: () => void;
}

interface Versioned {
  readonly tag: string;
  readonly answer: unknown;
}

/**
 * An answer that follows the service: one question at a time, which the service holds until there
 * is something new. After a failure the next waits twice as long; a page nobody sees asks nothing.
 */
export function useLive<Answer>(path: string, queryKey: QueryKey): Live<Answer> {
  const client = useQueryClient();
  const [isStale, setStale] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(path, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const isThere = data !== undefined;
  const keyText = JSON.stringify(queryKey);
  useEffect(() => {
    if (!isThere) return undefined;
    const stop = new AbortController();
    void follow(path, {
      ...{ client, queryKey: JSON.parse(keyText) as QueryKey },
      ...{ signal: stop.signal, onStale: setStale },
    });
    return () => stop.abort();
  }, [client, isThere, keyText, path]);
  return {
    data: data?.answer as Answer | undefined,
    problem: error && !isThere ? problemOf(error) : null,
    isStale,
    retry: () => void refetch(),
  };
}

async function ask(
  path: string,
  { signal, tag }: { signal: AbortSignal; tag?: string },
): Promise<Versioned> {
  const waiting = tag === undefined ? path : `${path}?wait=${waitSeconds}`;
  const headers: Record<string, string> = tag === undefined ? {} : { 'if-none-match': tag };
  const answer = await send(waiting, { headers, signal });
  if (answer.status === 304) throw notModified;
  return { tag: answer.headers.get('etag') ?? '', answer: await answer.json() };
}

const notModified = new Error('not modified');

interface Following {
  readonly client: QueryClient;
  readonly queryKey: QueryKey;
  readonly signal: AbortSignal;
  readonly onStale: (isStale: boolean) => void;
}

async function follow(path: string, { client, queryKey, signal, onStale }: Following) {
  let pause = 0;
  while (!signal.aborted) {
    await visible(signal);
    if (pause > 0) await delay(pause * (0.75 + Math.random() / 2), signal);
    const tag = client.getQueryData<Versioned>(queryKey)?.tag;
    if (signal.aborted || tag === undefined) return;
    try {
      client.setQueryData(queryKey, await ask(path, { signal, tag }));
      pause = 0;
    } catch (error) {
      if (signal.aborted) return;
      const { first, most } = backoffMilliseconds;
      pause = error === notModified ? 0 : Math.min(Math.max(2 * pause, first), most);
      if (pause > 0 && !problemOf(error).isPassing) return;
    }
    onStale(pause > 0);
  }
}

/** Resolves while the page can be seen. */
function visible(signal: AbortSignal): Promise<void> {
  if (document.visibilityState === 'visible' || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => {
      if (document.visibilityState !== 'visible' && !signal.aborted) return;
      document.removeEventListener('visibilitychange', look);
      signal.removeEventListener('abort', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
    signal.addEventListener('abort', look);
  });
}

function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
