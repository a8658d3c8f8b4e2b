import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

/**
 * One line per answer: the route's pattern instead of the address, since an address may hold a
 * specimen's number; never a header, a query or a body.
 */
export const logRequests = fastifyPlugin(
  (app: FastifyInstance) => {
    app.addHook('onResponse', (request, reply, done) => {
      request.log.info(
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
