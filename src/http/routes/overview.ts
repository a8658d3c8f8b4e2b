import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { listRunLines } from '../actions/list-run-lines.ts';
import { overviewRun } from '../actions/overview-run.ts';
import { overviewSample } from '../actions/overview-sample.ts';
import { viewSimilar } from '../actions/view-similar.ts';
import { auditReading } from '../audit-reading.ts';
import { unchanged } from '../entity-tag.ts';
import { answerNews } from '../long-poll.ts';
import { runLines, runOverview, sampleOverview, waitQuery } from '../schemas/overview.ts';
import { similarAnswer } from '../schemas/similar.ts';

const params = z.object({ id: z.uuid() });
const live = { quiet: true, headers: ['if-none-match'], answers: unchanged } as const;

/** What the page shows at a glance; each is held while the caller has the newest already. */
export const overviewRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    '/api/v1/overview/runs',
    {
      config: { ...live, permission: 'run.read' },
      schema: {
        summary: 'Show the newest runs and how far each is; with If-None-Match it waits for news',
        querystring: waitQuery,
        response: { 200: runLines },
      },
    },
    async (request, reply) => {
      await answerNews(request, reply, {
        ...{ key: 'runs', waitSeconds: request.query.wait },
        load: () => listRunLines(services),
      });
      return reply;
    },
  );
  app.get(
    '/api/v1/overview/runs/:id',
    {
      config: { ...live, permission: 'sample.read' },
      schema: {
        summary: 'Show a run and what came of each sample; with If-None-Match it waits for news',
        ...{ params, querystring: waitQuery, response: { 200: runOverview } },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await answerNews(request, reply, {
        ...{ key: `run/${id}`, waitSeconds: request.query.wait },
        load: () => overviewRun(services, id),
        onAnswer: () => auditReading(request, { action: 'run.read', subject: `run/${id}` }),
      });
      return reply;
    },
  );
  app.get(
    '/api/v1/overview/samples/:id',
    {
      config: { ...live, permission: 'sample.read' },
      schema: {
        summary: 'Show a sample with analysis, review and history; with If-None-Match it waits',
        ...{ params, querystring: waitQuery, response: { 200: sampleOverview } },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { caller } = request;
      await answerNews(request, reply, {
        // What is shown depends on who looks.
        ...{ key: `sample/${id}/${caller.actorId}`, waitSeconds: request.query.wait },
        load: () => overviewSample(services, caller, id),
        onAnswer: () => auditReading(request, { action: 'sample.read', subject: `sample/${id}` }),
      });
      return reply;
    },
  );
  app.get(
    '/api/v1/overview/samples/:id/similar',
    {
      config: { permission: 'sample.read' },
      schema: {
        summary: 'Show earlier samples like this one and what became of them',
        ...{ params, response: { 200: similarAnswer } },
      },
    },
    async (request) => {
      const { id } = request.params;
      const answer = await viewSimilar(services, id);
      const shown = answer.targets.flatMap(({ samples }) => samples.map((each) => each.id));
      await auditReading(request, {
        ...{ action: 'sample.read-similar', subject: `sample/${id}` },
        detail: { ids: [...new Set(shown)] },
      });
      return answer;
    },
  );
};
