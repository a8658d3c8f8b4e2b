import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { databaseAnswers } from '../../store/database-answers.ts';
import { HttpProblem } from '../problem.ts';

const counters = {
  description: 'In the text format of Prometheus',
  content: { 'text/plain': { schema: z.string() } },
};

const stateOf = <State extends string>(state: State) => z.object({ status: z.literal(state) });

/** Whether the process lives, whether it can work, and its counters. */
export const healthRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/health/live',
    {
      config: { anonymous: true },
      schema: { summary: 'Tell that the process lives', response: { 200: stateOf('live') } },
    },
    () => ({ status: 'live' as const }),
  );
  app.get(
    '/health/ready',
    {
      config: { anonymous: true },
      schema: { summary: 'Tell that the service can work', response: { 200: stateOf('ready') } },
    },
    async () => {
      if (!(await databaseAnswers(app.services.kysely))) {
        throw new HttpProblem('not-ready', 'the database does not answer');
      }
      return { status: 'ready' as const };
    },
  );
  app.get(
    '/metrics',
    {
      config: { permission: 'metrics.read' },
      schema: { summary: 'Give Prometheus counters', response: { 200: counters } },
    },
    async (_request, reply) => {
      reply.type(app.metrics.contentType).serializer(String);
      return reply.send(await app.metrics.metrics());
    },
  );
};
