import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { listRunLines } from '../actions/list-run-lines.ts';
import { unchanged } from '../entity-tag.ts';
import { answerNews } from '../long-poll.ts';
import { runLines, waitQuery } from '../schemas/overview.ts';

const live = { quiet: true, headers: ['if-none-match'], answers: unchanged } as const;

/** What the page shows at a glance; each is held while the caller has the newest already. */
export const overviewRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    '/api/v1/overview/runs',
    {
      config: { ...live, permission: 'run.read' },
      schema: {
        summary: 'Show the newest runs and how far each is; with If-None-Match it waits for news',
        querystring: waitQuery,
        response: { 200: runLines },
      },
    },
    async (request, reply) => {
      await answerNews(request, reply, {
        ...{ key: 'runs', waitSeconds: request.query.wait },
        load: () => listRunLines(services),
      });
      return reply;
    },
  );
};
