import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { style } from '../pages/style.ts';

/** The look of the plain pages: the door, and what is said where something is wrong. */
export const pageRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/style.css',
    { config: { anonymous: true }, schema: { hide: true } },
    (_request, reply) =>
      reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=3600').send(style),
  );
};
