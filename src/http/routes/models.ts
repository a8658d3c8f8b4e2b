import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { listModels } from '../../store/model-list-store.ts';
import { findShadowRun, listShadowSamples } from '../../store/shadow-run-store.ts';
import { modelAnswerOf, modelLineOf, modelTag, requireModel } from '../actions/view-model.ts';
import { viewModelDrift } from '../actions/view-model-drift.ts';
import { auditReading } from '../audit-reading.ts';
import { cutPage } from '../paging.ts';
import { modelAnswer, modelLines, modelListQuery, modelParams } from '../schemas/model.ts';
import { type LastShadowRun, lastShadowRun } from '../schemas/model-decision.ts';
import { modelDriftAnswer, modelDriftQuery } from '../schemas/model-drift.ts';

type Found = NonNullable<LastShadowRun['shadowRun']>['found'];

/** Reference models: what the laboratory has, and how each one's control group behaves. */
export const modelRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    '/api/v1/models',
    {
      config: { permission: 'model.read' },
      schema: {
        summary: 'List reference models, newest first',
        ...{ querystring: modelListQuery, response: { 200: modelLines } },
      },
    },
    async ({ query: { cursor: after, limit } }) => {
      const rows = await listModels(services.kysely, { after, limit: limit + 1 });
      const { items, next } = cutPage(rows, { limit, cursorOf: ({ id }) => id });
      return { items: await Promise.all(items.map((row) => modelLineOf(services, row))), next };
    },
  );
  app.get(
    '/api/v1/models/:id',
    {
      config: { permission: 'model.read' },
      schema: {
        summary: 'Show a reference model and how its control group behaves',
        ...{ params: modelParams, response: { 200: modelAnswer } },
      },
    },
    async ({ params: { id } }, reply) => {
      const model = await requireModel(services.kysely, id);
      reply.header('etag', modelTag(model));
      return modelAnswerOf(services, model);
    },
  );
  app.get(
    '/api/v1/models/:id/drift',
    {
      config: { permission: 'model.read' },
      schema: {
        summary: 'Chart how z drifts over what a model has scored: Levey–Jennings and CUSUM',
        ...{ params: modelParams, querystring: modelDriftQuery },
        response: { 200: modelDriftAnswer },
      },
    },
    async (request) => {
      const { id } = await requireModel(services.kysely, request.params.id);
      const { instrument, reagentLot, limit } = request.query;
      const asked = { modelId: id, instrument, reagentLot, limit };
      const drift = await viewModelDrift(services, asked);
      const { samples } = drift;
      const detail = { count: samples.length, last: samples.at(-1)?.id ?? null };
      await auditReading(request, { action: 'model.read-drift', subject: `model/${id}`, detail });
      return drift;
    },
  );
  app.get(
    '/api/v1/models/:id/shadow-run',
    {
      config: { permission: 'model.read' },
      schema: {
        summary:
          'Show the last run of a model beside the one in use: verdicts and z of each sample',
        ...{ params: modelParams, response: { 200: lastShadowRun } },
      },
    },
    async (request) => {
      const { id } = await requireModel(services.kysely, request.params.id);
      const run = await findShadowRun(services.kysely, id);
      if (!run) return { shadowRun: null };
      const found = (await listShadowSamples(services.kysely, run.id)) as Found;
      const detail = { run: run.id, samples: found.length };
      await auditReading(request, { action: 'model.read-beside', subject: `model/${id}`, detail });
      return { shadowRun: { ...run, found } };
    },
  );
};
