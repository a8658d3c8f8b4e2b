import type { FastifyRequest } from 'fastify';
import type { ReviewRow } from '../../store/review-store.ts';
import { problemOf } from '../error-handler.ts';
import { HttpProblem, problemDocument } from '../problem.ts';
import type { ConfirmationAnswer, ConfirmationItem } from '../schemas/review.ts';
import type { Services } from '../services.ts';
import { requireFreshFactor } from '../sign-in-step.ts';
import { decideReviewOf, requireReview } from './decide-review.ts';
import { issueReport } from './issue-report.ts';
import { requirePreApprovable } from './pre-approval.ts';
import { reviewTag } from './view-review.ts';

/** A reviewer's one key on a list: each sample is approved, or refused, by itself. */
export function approveList(
  services: Services,
  request: FastifyRequest,
  items: readonly ConfirmationItem[],
): Promise<ConfirmationAnswer[]> {
  const body = { decision: 'approve', comment: '' } as const;
  return each(request, items, async (item) => {
    const judge = judgeOf(services, item);
    await decideReviewOf(services, request.caller, { id: item.id, body, judge });
    const review = await requireReview(services.kysely, item.id);
    return { version: reviewTag(review), reportId: review.reportId };
  });
}

/** An approver's one key: each report is signed, hashed and audited by itself. */
export function signList(
  services: Services,
  request: FastifyRequest,
  items: readonly ConfirmationItem[],
): Promise<ConfirmationAnswer[]> {
  return each(request, items, async (item) => {
    // A factor that grows old on the way stops the rest.
    requireFreshFactor(request.caller, services.clock());
    const judge = judgeOf(services, item);
    const { reportId } = await issueReport(services, request.caller, { reviewId: item.id, judge });
    return { version: reviewTag(await requireReview(services.kysely, item.id)), reportId };
  });
}

function judgeOf(services: Services, { version }: ConfirmationItem): (seen: ReviewRow) => void {
  return (seen) => {
    const current = reviewTag(seen);
    if (version !== current) {
      throw new HttpProblem('version-changed', 'it is not the version of the list', { current });
    }
    requirePreApprovable(services, seen);
  };
}

/** One after the other, each in its own transaction; what one is refused for stops no other. */
async function each(
  request: FastifyRequest,
  items: readonly ConfirmationItem[],
  act: (item: ConfirmationItem) => Promise<{ version: string; reportId: string | null }>,
): Promise<ConfirmationAnswer[]> {
  const answers: ConfirmationAnswer[] = [];
  for (const item of items) {
    const { id } = item;
    try {
      answers.push({ id, outcome: 'done', ...(await act(item)), problem: null });
    } catch (error) {
      const problem = problemOf(error as Parameters<typeof problemOf>[0]);
      if (problem.kind === 'internal-fault') {
        request.log.error({ err: error, requestId: request.id }, 'an item of a list failed');
      }
      const told = problemDocument(problem, request.id);
      answers.push({ id, outcome: 'refused', version: null, reportId: null, problem: told });
    }
  }
  return answers;
}
