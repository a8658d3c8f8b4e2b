import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { reviewStates } from '../../casework/review/review-state.ts';
import { listReviews, type ReviewRow } from '../../store/review-store.ts';
import { decideReviewOf, requireReview } from '../actions/decide-review.ts';
import { issueReport } from '../actions/issue-report.ts';
import { showReport } from '../actions/view-report.ts';
import { reviewAnswerOf, reviewTag } from '../actions/view-review.ts';
import { auditReading } from '../audit-reading.ts';
import { requireTag } from '../entity-tag.ts';
import { cutPage, pageOf, pageQuery } from '../paging.ts';
import { reportAnswer } from '../schemas/report.ts';
import { decisionBody, reviewAnswer } from '../schemas/review.ts';

const params = z.object({ id: z.uuid() });
const listQuery = pageQuery.extend({ state: z.enum(reviewStates).optional() });

/** Reviews: one person decides, another signs. */
export const reviewRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    '/api/v1/reviews',
    {
      config: { permission: 'sample.read' },
      schema: {
        summary: 'List reviews: high risk, urgent runs, the others; of each what is due first',
        ...{ querystring: listQuery, response: { 200: pageOf(reviewAnswer) } },
      },
    },
    async (request) => {
      const { state, cursor, limit } = request.query;
      const rows = await listReviews(services.kysely, { state, after: cursor, limit: limit + 1 });
      const page = cutPage(rows, { limit, cursorOf: ({ id }) => id });
      await auditReading(request, {
        ...{ action: 'review.list', subject: 'review' },
        detail: { ids: page.items.map(({ id }) => id) },
      });
      return { ...page, items: page.items.map((row) => reviewAnswerOf(services, row)) };
    },
  );
  app.get(
    '/api/v1/reviews/:id',
    {
      config: { permission: 'sample.read' },
      schema: {
        summary: 'Show a review with its verdicts',
        ...{ params, response: { 200: reviewAnswer } },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const review = await requireReview(services.kysely, id);
      await auditReading(request, { action: 'review.read', subject: `review/${id}` });
      reply.header('etag', reviewTag(review));
      return reviewAnswerOf(services, review);
    },
  );
  app.post(
    '/api/v1/reviews/:id/decision',
    {
      config: { permission: 'review.write', headers: ['if-match'] },
      schema: {
        summary: 'Decide a review, once; If-Match names the version that was seen',
        ...{ params, body: decisionBody, response: { 200: reviewAnswer } },
      },
    },
    async (request, reply) => {
      const { params, body, caller } = request;
      const judge = (seen: ReviewRow) => requireTag(request, reviewTag(seen));
      await decideReviewOf(services, caller, { id: params.id, body, judge });
      const review = await requireReview(services.kysely, params.id);
      reply.header('etag', reviewTag(review));
      return reviewAnswerOf(services, review);
    },
  );
  app.post(
    '/api/v1/reviews/:id/sign',
    {
      config: { permission: 'report.sign', freshFactor: true, headers: ['if-match'] },
      schema: {
        summary: 'Sign a reviewed sample and issue its report; If-Match names the version seen',
        ...{ params, response: { 200: reportAnswer, 201: reportAnswer } },
      },
    },
    async (request, reply) => {
      const { params, caller } = request;
      const judge = (seen: ReviewRow) => requireTag(request, reviewTag(seen));
      const { reportId, created } = await issueReport(services, caller, {
        ...{ reviewId: params.id, judge },
      });
      return reply.code(created ? 201 : 200).send(await showReport(services, reportId));
    },
  );
};
