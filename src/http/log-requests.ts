import type { FastifyInstance, FastifyReply } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

/**
 * One line per answer: the route's pattern instead of the address, since an address may hold a
 * specimen's number; never a header, a query or a body. What was only read, and soon, is told at
 * the level debug: readings of people stand in the audit chain.
 */
export const logRequests = fastifyPlugin(
  (app: FastifyInstance) => {
    app.addHook('onResponse', (request, reply, done) => {
      const level = levelOf(request.method, reply);
      request.log[level](
        {
          method: request.method,
          route: request.routeOptions.url ?? 'unknown',
          status: reply.statusCode,
          milliseconds: Math.round(reply.elapsedTime),
        },
        'answered',
      );
      done();
    });
    return Promise.resolve();
  },
  { name: 'log-requests' },
);

const slowMilliseconds = 1000;

function levelOf(method: string, { statusCode, elapsedTime }: FastifyReply): 'debug' | 'info' {
  const isRead = method === 'GET' || method === 'HEAD';
  return isRead && statusCode < 400 && elapsedTime < slowMilliseconds ? 'debug' : 'info';
}
