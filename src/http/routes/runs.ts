import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { prioritiseRun } from '../../jobs/prioritise-run.ts';
import { getRun, listRuns } from '../../store/run-store.ts';
import { cutPage, pageQuery } from '../paging.ts';
import { HttpProblem } from '../problem.ts';
import { decodeSheet } from '../read-sheet.ts';
import { extendRun, registerRun } from '../register-run.ts';
import { runAnswerOf, runSummaryOf } from '../run-answer.ts';
import { runAnswer, runPage, runPriority, runRequest } from '../schemas/run.ts';

/** Sequencing runs: registered before their files come. */
export const runRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.post(
    '/api/v1/runs',
    {
      config: { permission: 'run.register' },
      schema: {
        summary: 'Register a run with its sample sheet',
        body: runRequest,
        response: { 200: runAnswer, 201: runAnswer },
      },
    },
    async (request, reply) => {
      const { body, caller } = request;
      const { runId, created } = await registerRun(services, { request: body, caller });
      const answer = await runAnswerOf(services, runId);
      return reply.code(created ? 201 : 200).send(answer);
    },
  );
  app.addContentTypeParser('text/csv', { parseAs: 'buffer' }, (request, body, done) => {
    const type = String(request.headers['content-type']);
    const charset = /;\s*charset="?([\w-]+)/i.exec(type)?.[1];
    try {
      done(null, decodeSheet(body as Buffer, charset?.toLowerCase()));
    } catch (error) {
      done(error as Error);
    }
  });
  app.post(
    '/api/v1/runs/:id/sample-sheet',
    {
      config: { permission: 'run.register' },
      schema: {
        summary: 'Add a sheet (CSV, Illumina, MGI) to a run: samples, or further files of them',
        consumes: ['text/csv'],
        params: z.object({ id: z.uuid() }),
        body: z.string().max(2 * 2 ** 20),
        response: { 200: runAnswer },
      },
    },
    async ({ params: { id: runId }, body: text, caller }) => {
      if (!(await getRun(services.kysely, runId))) throw HttpProblem.notFound('run');
      await extendRun(services, { runId, text, caller });
      return runAnswerOf(services, runId);
    },
  );
  app.put(
    '/api/v1/runs/:id/priority',
    {
      config: { permission: 'laboratory.configure' },
      schema: {
        summary: 'Have the jobs of a run go first, or no longer',
        params: z.object({ id: z.uuid() }),
        body: runPriority,
        response: { 200: runAnswer },
      },
    },
    async ({ params: { id: runId }, body: { urgent }, caller }) => {
      const isThere = await prioritiseRun(services, { runId, urgent, actor: caller.name });
      if (!isThere) throw HttpProblem.notFound('run');
      return runAnswerOf(services, runId);
    },
  );
  app.get(
    '/api/v1/runs',
    {
      config: { permission: 'run.read' },
      schema: {
        summary: 'List runs, newest first',
        querystring: pageQuery,
        response: { 200: runPage },
      },
    },
    async ({ query: { cursor, limit } }) => {
      const rows = await listRuns(services.kysely, { before: cursor, limit: limit + 1 });
      return cutPage(rows.map(runSummaryOf), { limit, cursorOf: ({ id }) => id });
    },
  );
  app.get(
    '/api/v1/runs/:id',
    {
      config: { permission: 'run.read' },
      schema: {
        summary: 'Show a run, its samples and how far their files have come',
        params: z.object({ id: z.uuid() }),
        response: { 200: runAnswer },
      },
    },
    ({ params }) => runAnswerOf(services, params.id),
  );
};
