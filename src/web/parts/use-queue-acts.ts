import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { write } from '../api/call.ts';
import { type Problem, problemOf } from '../api/problem.ts';
import { queryKeys } from '../api/query-keys.ts';
import type { Verb } from './queue-keys.ts';
import type { QueueLine } from './queue-lines.ts';
import { type SentList, sendList } from './send-list.ts';

/** One act on one sample; its key is its own, so that sending it again has no second effect. */
export interface QueueAct {
  readonly key: string;
  readonly line: QueueLine;
  readonly verb: Verb;
  readonly comment: string;
}

export interface Refused {
  readonly act: QueueAct;
  readonly problem: Problem;
}

export interface QueueActs {
  /** Versions on which somebody here acted: they wait for nobody any more. */
  readonly settled: ReadonlySet<string>;
  readonly doneCount: number;
  /** Sent, and not answered yet. */
  readonly openCount: number;
  readonly refused: readonly Refused[];
  readonly send: (act: Omit<QueueAct, 'key'>) => void;
  /** A whole list of unremarkable samples, each judged by itself. */
  readonly sendAll: (lines: readonly QueueLine[], verb: SentList['verb']) => void;
  readonly again: (refused: Refused) => void;
  readonly dismiss: (refused: Refused) => void;
}

/**
 * Sends decisions and signatures while the next sample is looked at already. What is refused comes
 * back into the list and says so; a lost answer is asked for again under the same key.
 */
export function useQueueActs(onDone: (act: QueueAct) => void): QueueActs {
  const client = useQueryClient();
  const book = useBook();
  const { mutate } = useMutation({
    mutationFn: send,
    onMutate: (act) => book.open([act]),
    onSuccess: (_answer, act) => {
      book.close([act], []);
      onDone(act);
      return client.invalidateQueries({ queryKey: queryKeys.sample(act.line.sampleId) });
    },
    onError: (error, act) => {
      book.close([], [{ act, problem: problemOf(error) }]);
      return client.invalidateQueries({ queryKey: queryKeys.queue });
    },
  });
  const list = useMutation({
    mutationFn: sendList,
    onMutate: ({ acts }) => book.open(acts),
    onSuccess: ({ done, refused }) => book.close(done, refused),
    onError: (error, { acts }) => {
      const problem = problemOf(error);
      book.close(
        [],
        acts.map((act) => ({ act, problem })),
      );
    },
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.queue }),
  });
  return {
    ...{ settled: book.settled, refused: book.refused, doneCount: book.doneCount },
    openCount: book.settled.size - book.doneCount,
    dismiss: book.dismiss,
    send: (act) => {
      if (book.isFree(act.line)) mutate({ ...act, key: crypto.randomUUID() });
    },
    sendAll: (lines, verb) => {
      const free = lines.filter(book.isFree);
      const acts = free.map((line) => ({ key: crypto.randomUUID(), line, verb, comment: '' }));
      if (acts.length > 0) list.mutate({ key: crypto.randomUUID(), verb, acts });
    },
    again: ({ act }) => mutate(act),
  };
}

/** What was sent, what of it is done, and what was refused. */
function useBook() {
  // Known at once, not only when the page is drawn anew: a second press is the same intent.
  const sent = useRef(new Set<string>());
  const [settled, setSettled] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [doneCount, setDoneCount] = useState(0);
  return {
    ...{ settled, refused, doneCount },
    isFree: ({ version }: QueueLine) => !sent.current.has(version),
    open: (acts: readonly QueueAct[]) => {
      const ids = new Set(acts.map(({ line }) => line.id));
      for (const { line } of acts) sent.current.add(line.version);
      setSettled(new Set(sent.current));
      setRefused((all) => all.filter(({ act }) => !ids.has(act.line.id)));
    },
    close: (done: readonly QueueAct[], back: readonly Refused[]) => {
      for (const { act } of back) sent.current.delete(act.line.version);
      setSettled(new Set(sent.current));
      setRefused((all) => [...all, ...back]);
      setDoneCount((count) => count + done.length);
    },
    dismiss: (gone: Refused) => setRefused((all) => all.filter((each) => each !== gone)),
  };
}

function send({ key, line, verb, comment }: QueueAct): Promise<unknown> {
  const isSigning = verb === 'sign';
  return write(`/api/v1/reviews/${line.id}/${isSigning ? 'sign' : 'decision'}`, {
    ...{ key, headers: { 'if-match': line.version } },
    ...(!isSigning && { body: { decision: verb, comment } }),
  });
}
