import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { ModelRow } from '../../store/model-list-store.ts';
import {
  approve,
  bringModel,
  openShadowRun,
  proposeModel,
  refuseModel,
} from '../actions/decide-model.ts';
import { modelAnswerOf, modelTag, requireModel } from '../actions/view-model.ts';
import { requireTag } from '../entity-tag.ts';
import { modelAnswer, modelParams as params } from '../schemas/model.ts';
import {
  modelBody,
  modelBytesMax,
  modelDecisionBody,
  shadowRunBody,
} from '../schemas/model-decision.ts';

const propose = { permission: 'model.propose' } as const;
const decide = { permission: 'model.approve', freshFactor: true, headers: ['if-match'] } as const;
const answer = { 200: modelAnswer } as const;

/** A candidate on its way into use: brought, run beside, approved by another person. */
export const modelDecisionRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  const { kysely } = services;
  const send = async (reply: FastifyReply, id: string) => {
    const model = await requireModel(kysely, id);
    reply.header('etag', modelTag(model));
    return modelAnswerOf(services, model);
  };
  const seen = (request: FastifyRequest) => (model: ModelRow) =>
    requireTag(request, modelTag(model));
  app.post(
    '/api/v1/models',
    {
      config: { ...propose, anyPace: true },
      bodyLimit: modelBytesMax,
      schema: {
        summary: 'Register a candidate: the two files that banyan model build wrote',
        ...{ body: modelBody, response: { 201: modelAnswer } },
      },
    },
    async ({ body, caller }, reply) =>
      send(reply.code(201), await bringModel(services, caller, body)),
  );
  app.post(
    '/api/v1/models/:id/proposal',
    { config: propose, schema: { summary: 'Propose a retired model', params, response: answer } },
    async ({ params: { id }, caller }, reply) => {
      await proposeModel(services, caller, id);
      return send(reply, id);
    },
  );
  app.post(
    '/api/v1/models/:id/shadow-run',
    {
      config: propose,
      schema: {
        summary: 'Run a candidate beside the model in use on the last batches; nothing moves',
        ...{ params, body: shadowRunBody, response: answer },
      },
    },
    async ({ params: { id }, body: { batches }, caller }, reply) => {
      await openShadowRun(services, caller, { id, batches });
      return send(reply, id);
    },
  );
  app.post(
    '/api/v1/models/:id/approval',
    {
      config: decide,
      schema: {
        summary: 'Approve a candidate: samples scored from now on are scored with it',
        ...{ params, body: modelDecisionBody, response: answer },
      },
    },
    async (request, reply) => {
      const { params: of, body, caller } = request;
      await approve(services, caller, { id: of.id, reason: body.reason, judge: seen(request) });
      return send(reply, of.id);
    },
  );
  app.post(
    '/api/v1/models/:id/refusal',
    {
      config: decide,
      schema: {
        summary: 'Refuse a candidate',
        ...{ params, body: modelDecisionBody, response: answer },
      },
    },
    async (request, reply) => {
      const { params: of, body, caller } = request;
      await refuseModel(services, caller, { id: of.id, reason: body.reason, judge: seen(request) });
      return send(reply, of.id);
    },
  );
};
