import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { batchStates } from '../../casework/batch/batch-state.ts';
import { qualityLimits } from '../../casework/quality/quality-limits.ts';
import { type BatchRow, listBatches } from '../../store/batch-store.ts';
import { assessBatch, releaseBatch } from '../actions/release-batch.ts';
import { batchAnswerOf, batchTag, requireBatch, requireBatchOfRun } from '../actions/view-batch.ts';
import { requireTag } from '../entity-tag.ts';
import { cutPage, pageOf, pageQuery } from '../paging.ts';
import {
  batchAnswer,
  type QualityLimitsAnswers,
  qualityLimitsAnswers,
  releaseBody,
} from '../schemas/batch.ts';

const params = z.object({ id: z.uuid() });
const listQuery = pageQuery.extend({ state: z.enum(batchStates).optional() });

/** Batches: what their gate found, and the person who releases one that is held. */
export const batchRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  const { kysely } = services;
  const send = (reply: FastifyReply, batch: BatchRow) => {
    reply.header('etag', batchTag(batch));
    return batchAnswerOf(services, batch);
  };
  app.get(
    '/api/v1/batches',
    {
      config: { permission: 'sample.read' },
      schema: {
        summary: 'List batches with what their gate found, newest run first',
        ...{ querystring: listQuery, response: { 200: pageOf(batchAnswer) } },
      },
    },
    async ({ query: { state, cursor, limit } }) => {
      const rows = await listBatches(kysely, { state, before: cursor, limit: limit + 1 });
      const { items, next } = cutPage(rows, { limit, cursorOf: ({ runId }) => runId });
      return { items: items.map((row) => batchAnswerOf(services, row)), next };
    },
  );
  app.get(
    '/api/v1/batches/:id',
    {
      config: { permission: 'sample.read' },
      schema: { summary: 'Show a batch with its gate', params, response: { 200: batchAnswer } },
    },
    async ({ params: { id } }, reply) => send(reply, await requireBatch(kysely, id)),
  );
  app.get(
    '/api/v1/runs/:id/batch',
    {
      config: { permission: 'sample.read' },
      schema: { summary: 'Show the batch of a run', params, response: { 200: batchAnswer } },
    },
    async ({ params: { id } }, reply) => send(reply, await requireBatchOfRun(kysely, id)),
  );
  app.post(
    '/api/v1/batches/:id/release',
    {
      config: { permission: 'batch.release' },
      schema: {
        summary: 'Release a held batch with a reason; If-Match names the version seen',
        ...{ params, body: releaseBody, response: { 200: batchAnswer } },
      },
    },
    async (request, reply) => {
      const { params: of, body, caller } = request;
      const judge = (seen: BatchRow) => requireTag(request, batchTag(seen));
      await releaseBatch(services, caller, { id: of.id, reason: body.reason, judge });
      return send(reply, await requireBatch(kysely, of.id));
    },
  );
  app.post(
    '/api/v1/batches/:id/assessment',
    {
      config: { permission: 'batch.release' },
      schema: {
        summary: 'Have an open batch judged although samples are outstanding: a red light each',
        ...{ params, response: { 200: batchAnswer } },
      },
    },
    async (request, reply) => {
      const { params: of, caller } = request;
      const judge = (seen: BatchRow) => requireTag(request, batchTag(seen));
      await assessBatch(services, caller, { id: of.id, judge });
      return send(reply, await requireBatch(kysely, of.id));
    },
  );
  app.get(
    '/api/v1/quality-limits',
    {
      config: { permission: 'sample.read' },
      schema: {
        summary: 'List the limits of samples, runs and batches, every version',
        response: { 200: qualityLimitsAnswers },
      },
    },
    () => ({ items: structuredClone(qualityLimits) as QualityLimitsAnswers['items'] }),
  );
};
