import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

/** One span per answer, where traces are wanted: by the route's pattern, never an address. */
export const traceRequests = fastifyPlugin(
  (app: FastifyInstance) => {
    const { traces } = app.services;
    if (!traces) return Promise.resolve();
    app.addHook('onResponse', (request, reply, done) => {
      const { method, headers } = request;
      const route = request.routeOptions.url ?? 'unknown';
      const { statusCode } = reply;
      traces.record({
        ...{ name: `${method} ${route}`, kind: 'server', milliseconds: reply.elapsedTime },
        hasFailed: statusCode >= 500,
        attributes: {
          'http.request.method': method,
          'http.route': route,
          'http.response.status_code': statusCode,
        },
        parent: headers.traceparent === undefined ? undefined : String(headers.traceparent),
      });
      done();
    });
    return Promise.resolve();
  },
  { name: 'trace-requests' },
);
