import type { ConfirmationsAnswer } from '../../http/schemas/review.ts';
import { write } from '../api/call.ts';
import { Problem } from '../api/problem.ts';
import type { QueueAct, Refused } from './use-queue-acts.ts';

export interface SentList {
  readonly key: string;
  readonly verb: 'approve' | 'sign';
  readonly acts: readonly QueueAct[];
}

/** The most that the service takes at once. */
export const listCountMax = 200;

/** Confirms unremarkable samples as a list; of each it is told whether it was done. */
export async function sendList({
  key,
  verb,
  acts,
}: SentList): Promise<{ done: QueueAct[]; refused: Refused[] }> {
  const items = acts.map(({ line }) => ({ id: line.id, version: line.version }));
  const path = verb === 'sign' ? 'signatures' : 'approvals';
  const answer = await write<ConfirmationsAnswer>(`/api/v1/reviews/${path}`, {
    ...{ key, body: { items } },
  });
  const problems = new Map(
    answer.items.map(({ id, outcome, problem }) => {
      const fault = { type: 'state-conflict', title: '', status: 409, detail: '' };
      return [id, outcome === 'done' ? null : new Problem(problem ?? fault)];
    }),
  );
  const refused = acts.flatMap((act) => {
    const problem = problems.get(act.line.id);
    return problem ? [{ act, problem }] : [];
  });
  return { done: acts.filter((act) => problems.get(act.line.id) === null), refused };
}
