import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { write } from '../api/call.ts';
import { problemOf } from '../api/problem.ts';

interface Sent {
  readonly path: string;
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

/**
 * One act that a person asks for, done once: a double click or a lost answer sends the same key
 * again. What it makes stale is asked for anew.
 */
export function useAct(stale: QueryKey, onDone?: () => void) {
  const client = useQueryClient();
  const [key, setKey] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: ({ path, ...rest }: Sent) => write(path, { key, ...rest }),
    onSuccess: async () => {
      setKey(crypto.randomUUID());
      onDone?.();
      await client.invalidateQueries({ queryKey: stale });
    },
    // Another try after a refusal is another intent; after a lost answer it is the same.
    onError: (error) => {
      if (!problemOf(error).isPassing) setKey(crypto.randomUUID());
    },
  });
}
