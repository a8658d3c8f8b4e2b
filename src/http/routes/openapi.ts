import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';

/** The description of every route, made from the schemas the routes check with. */
export const openapiRoutes: FastifyPluginAsyncZod = async (app) => {
  await app.get(
    '/openapi.json',
    { config: { anonymous: true }, schema: { summary: 'Describe every route' } },
    () => app.swagger(),
  );
};
