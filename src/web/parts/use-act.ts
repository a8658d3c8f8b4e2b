import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Json, write } from '../api/call.ts';
import { problemOf } from '../api/problem.ts';

interface Sent {
  readonly path: string;
  /** Other than POST it has the same effect however often it is sent, and needs no key. */
  readonly method?: 'PUT' | 'PATCH' | 'DELETE';
  /** A secret is answered: the service keeps no answer to give again. */
  readonly isSecret?: boolean;
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

/**
 * One act that a person asks for, done once: a double click or a lost answer sends the same key
 * again. What it makes stale is asked for anew.
 */
export function useAct<Answer = unknown>(stale: QueryKey, onDone?: (answer: Json<Answer>) => void) {
  const client = useQueryClient();
  const [key, setKey] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: ({ path, method, isSecret = false, ...rest }: Sent) =>
      method !== undefined || isSecret
        ? call<Answer>(path, { method: method ?? 'POST', ...rest })
        : write<Answer>(path, { key, ...rest }),
    onSuccess: async (answer) => {
      setKey(crypto.randomUUID());
      onDone?.(answer);
      await client.invalidateQueries({ queryKey: stale });
    },
    // Another try after a refusal is another intent; after a lost answer it is the same.
    onError: (error) => {
      const { isPassing, kind } = problemOf(error);
      if (!isPassing) setKey(crypto.randomUUID());
      // Somebody acted first: what they did is shown, and what was typed stays.
      const isOld = kind === 'version-changed' || kind === 'state-conflict';
      return isOld ? client.invalidateQueries({ queryKey: stale }) : undefined;
    },
  });
}
