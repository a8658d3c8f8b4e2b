import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { languageOf } from '../page-context.ts';
import { problemPage } from '../pages/problem-page.ts';
import { HttpProblem } from '../problem.ts';
import { isProblemKind, problemCatalogue } from '../problem-catalogue.ts';

const explanation = {
  description: 'A page',
  content: { 'text/html': { schema: z.string() } },
};

/** What the `type` of a problem leads to: a page for people, from the one catalogue. */
export const problemRoutes: FastifyPluginAsyncZod = async (app) => {
  await app.get(
    '/problems/:kind',
    {
      config: { anonymous: true },
      schema: {
        summary: 'Explain a kind of problem',
        ...{ params: z.object({ kind: z.string() }), response: { 200: explanation } },
      },
    },
    async (request, reply) => {
      const { kind } = request.params;
      if (!isProblemKind(kind)) throw HttpProblem.notFound('kind of problem');
      const { status } = problemCatalogue[kind];
      const detail = `${kind} · HTTP ${status}`;
      const page = problemPage({ language: languageOf(request), kind, detail });
      return reply.type('text/html; charset=utf-8').serializer(String).send(page);
    },
  );
};
