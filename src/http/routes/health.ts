import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { databaseAnswers } from '../../store/database-answers.ts';
import { HttpProblem } from '../problem.ts';

/** Whether the process lives, whether it can work, and its counters. */
export const healthRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/health/live',
    { config: { anonymous: true }, schema: { summary: 'Tell that the process lives' } },
    () => ({ status: 'live' }),
  );
  app.get(
    '/health/ready',
    { config: { anonymous: true }, schema: { summary: 'Tell that the service can work' } },
    async () => {
      if (!(await databaseAnswers(app.services.kysely))) {
        throw new HttpProblem('not-ready', 'the database does not answer');
      }
      return { status: 'ready' };
    },
  );
  app.get(
    '/metrics',
    { config: { permission: 'metrics.read' }, schema: { summary: 'Give Prometheus counters' } },
    async (_request, reply) => {
      return reply.type(app.metrics.contentType).send(await app.metrics.metrics());
    },
  );
};
