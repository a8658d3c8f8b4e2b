import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { write } from '../api/call.ts';
import { problemOf } from '../api/problem.ts';
import { queryKeys } from '../api/query-keys.ts';
import type { Sample } from '../api/types.ts';

interface ReviewAct {
  readonly sampleId: string;
  readonly review: Pick<NonNullable<Sample['review']>, 'id' | 'version'>;
  readonly verb: 'decision' | 'sign';
  readonly onDone?: () => void;
}

/**
 * Decides or signs the version of a review that was seen, once: a double click or a lost answer
 * sends the same key again, and another's act in between is refused.
 */
export function useReviewAct({ sampleId, review, verb, onDone }: ReviewAct) {
  const client = useQueryClient();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const refresh = () =>
    client.invalidateQueries({ queryKey: queryKeys.sample(sampleId), exact: true });
  return useMutation({
    mutationFn: (body: object | undefined) =>
      write(`/api/v1/reviews/${review.id}/${verb}`, {
        ...{ key, headers: { 'if-match': review.version } },
        ...(body && { body }),
      }),
    onSuccess: async () => {
      onDone?.();
      await refresh();
    },
    // Another try after a refusal is another intent; after a lost answer it is the same.
    onError: (error) => {
      const { isPassing, kind } = problemOf(error);
      if (!isPassing) setKey(crypto.randomUUID());
      if (kind === 'version-changed' || kind === 'state-conflict') return refresh();
      return undefined;
    },
  });
}
