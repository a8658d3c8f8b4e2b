import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { listQueue } from '../actions/list-queue.ts';
import { auditReading } from '../audit-reading.ts';
import { unchanged } from '../entity-tag.ts';
import { answerNews } from '../long-poll.ts';
import { waitQuery } from '../schemas/overview.ts';
import { reviewQueue } from '../schemas/queue.ts';

/** What waits for a person's decision or signature. */
export const queueRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    '/api/v1/overview/queue',
    {
      config: {
        ...{ quiet: true, permission: 'sample.read' },
        ...{ headers: ['if-none-match'], answers: unchanged },
      },
      schema: {
        summary: 'Show what waits for a decision or a signature; with If-None-Match it waits',
        querystring: waitQuery,
        response: { 200: reviewQueue },
      },
    },
    async (request, reply) => {
      await answerNews(request, reply, {
        ...{ key: 'queue', waitSeconds: request.query.wait },
        load: () => listQueue(services),
        onAnswer: () => auditReading(request, { action: 'review.list', subject: 'review' }),
      });
      return reply;
    },
  );
};
