import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { HttpProblem } from '../problem.ts';
import { isProblemKind, problemCatalogue } from '../problem-catalogue.ts';

/** What the `type` of a problem leads to: a page for people, from the one catalogue. */
export const problemRoutes: FastifyPluginAsyncZod = async (app) => {
  await app.get(
    '/problems/:kind',
    {
      config: { anonymous: true },
      schema: { summary: 'Explain a kind of problem', params: z.object({ kind: z.string() }) },
    },
    (request, reply) => {
      const { kind } = request.params;
      if (!isProblemKind(kind)) throw HttpProblem.notFound('kind of problem');
      return reply.type('text/html; charset=utf-8').send(problemPage(kind));
    },
  );
};

function problemPage(kind: keyof typeof problemCatalogue): string {
  const { status, title, remedy } = problemCatalogue[kind];
  return [
    '<!doctype html><html lang="en"><meta charset="utf-8">',
    `<title>${kind}</title><h1>${title}</h1>`,
    `<dl><dt>Kind</dt><dd><code>${kind}</code></dd><dt>Status</dt><dd>${status}</dd>`,
    `<dt>What to do</dt><dd>${remedy}</dd></dl></html>\n`,
  ].join('\n');
}
