import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { listLooks, readRestricted } from '../actions/read-restricted.ts';
import { auditReading } from '../audit-reading.ts';
import { cutPage, pageQuery } from '../paging.ts';
import {
  type RestrictedAnswer,
  restrictedAnswer,
  restrictedBody,
  restrictedReadings,
} from '../schemas/restricted.ts';

const params = z.object({ id: z.uuid() });
const answerCharacters = 4096;

/** What rests on X and Y: for one right, one written reason and one record each time. */
export const restrictedRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.post(
    '/api/v1/samples/:id/restricted-readings',
    {
      config: { permission: 'restricted.read', freshFactor: true, secretAnswer: true },
      schema: {
        summary: 'Look at the restricted part of a sample, once, for a reason that is recorded',
        ...{ params, body: restrictedBody, response: { 200: restrictedAnswer } },
      },
    },
    async ({ params: { id }, body, caller }, reply) => {
      return sendEvenly(reply, await readRestricted(services, caller, { sampleId: id, ...body }));
    },
  );
  app.get(
    '/api/v1/restricted-readings',
    {
      config: { permission: 'audit.read' },
      schema: {
        summary: 'List who looked at a restricted part, when and why, newest first',
        ...{ querystring: pageQuery, response: { 200: restrictedReadings } },
      },
    },
    async (request) => {
      const { cursor, limit } = request.query;
      const rows = await listLooks(services, { before: cursor, limit: limit + 1 });
      await auditReading(request, { action: 'restricted.list', subject: 'restricted-reading' });
      return cutPage(rows, { limit, cursorOf: ({ id }) => id });
    },
  );
};

/** Of one length whatever it says, since a line's listener sees how long an answer is. */
function sendEvenly(reply: FastifyReply, answer: RestrictedAnswer): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .serializer(String)
    .send(JSON.stringify(answer).padEnd(answerCharacters));
}
