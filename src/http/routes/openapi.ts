import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';

const openapiDocument = z.looseObject({
  openapi: z.literal('3.1.0'),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.unknown()),
  components: z.record(z.string(), z.unknown()),
});

/** The description of every route, made from the schemas the routes check with. */
export const openapiRoutes: FastifyPluginAsyncZod = async (app) => {
  await app.get(
    '/openapi.json',
    {
      config: { anonymous: true },
      schema: { summary: 'Describe every route', response: { 200: openapiDocument } },
    },
    async (_request, reply) => {
      reply.type('application/json; charset=utf-8').serializer(JSON.stringify);
      return reply.send(Object(app.swagger()));
    },
  );
};
