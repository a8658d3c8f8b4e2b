import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { aftercareOf, listAftercare } from '../actions/list-aftercare.ts';
import { auditReading } from '../audit-reading.ts';
import { unchanged } from '../entity-tag.ts';
import { answerNews } from '../long-poll.ts';
import { aftercareList, aftercareOfPregnancy } from '../schemas/aftercare-overview.ts';
import { waitQuery } from '../schemas/overview.ts';

/** What follows results, as the page shows it: all that is due, and all of one pregnancy. */
export const aftercareOverviewRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    '/api/v1/overview/aftercare',
    {
      config: {
        ...{ quiet: true, permission: 'aftercare.read' },
        ...{ headers: ['if-none-match'], answers: unchanged },
      },
      schema: {
        summary: 'Show cases, redraws and follow-ups by due day; with If-None-Match it waits',
        querystring: waitQuery,
        response: { 200: aftercareList },
      },
    },
    async (request, reply) => {
      await answerNews(request, reply, {
        ...{ key: 'aftercare', waitSeconds: request.query.wait },
        load: () => listAftercare(services),
        onAnswer: () => auditReading(request, { action: 'aftercare.list', subject: 'aftercare' }),
      });
      return reply;
    },
  );
  app.get(
    '/api/v1/overview/aftercare/:id',
    {
      config: { permission: 'aftercare.read' },
      schema: {
        summary: 'Show what was done and is to be done after the results of a pregnancy',
        ...{ params: z.object({ id: z.uuid() }), response: { 200: aftercareOfPregnancy } },
      },
    },
    async (request) => {
      const { id } = request.params;
      const answer = await aftercareOf(services, id);
      await auditReading(request, { action: 'aftercare.read', subject: `pregnancy/${id}` });
      return answer;
    },
  );
};
