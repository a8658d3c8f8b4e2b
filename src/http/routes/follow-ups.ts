import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { followUpStates } from '../../casework/aftercare/follow-up-state.ts';
import { redrawStates } from '../../casework/aftercare/redraw-state.ts';
import { listFollowUps } from '../../store/follow-up-store.ts';
import { listRedraws } from '../../store/redraw-store.ts';
import { contactFollowUp } from '../actions/act-on-follow-up.ts';
import { stepRedraw } from '../actions/act-on-redraw.ts';
import {
  followUpListedOf,
  redrawListedOf,
  showFollowUp,
  showRedraw,
} from '../actions/view-aftercare.ts';
import { auditReading } from '../audit-reading.ts';
import { requireTag } from '../entity-tag.ts';
import { cutPage, pageOf, pageQuery } from '../paging.ts';
import {
  contactBody,
  followUpAnswer,
  followUpListed,
  redrawAnswer,
  redrawListed,
  redrawStepBody,
} from '../schemas/follow-up.ts';

const params = z.object({ id: z.uuid() });
const followUpQuery = pageQuery.extend({ state: z.enum(followUpStates).optional() });
const redrawQuery = pageQuery.extend({ state: z.enum(redrawStates).optional() });
const reading = { permission: 'aftercare.read' } as const;
const acting = { permission: 'aftercare.write', headers: ['if-match'] } as const;

/** Follow-ups until twelve weeks after birth. */
export const followUpRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    '/api/v1/follow-ups',
    {
      config: reading,
      schema: {
        summary: 'List follow-ups, newest first',
        ...{ querystring: followUpQuery, response: { 200: pageOf(followUpListed) } },
      },
    },
    async (request) => {
      const { state, cursor, limit } = request.query;
      const asked = { state, before: cursor, limit: limit + 1 };
      const rows = await listFollowUps(services.kysely, asked);
      const { items, next } = cutPage(rows, { limit, cursorOf: ({ id }) => id });
      const detail = { ids: items.map(({ id }) => id) };
      await auditReading(request, { action: 'follow-up.list', subject: 'follow-up', detail });
      return { items: items.map((row) => followUpListedOf(services, row)), next };
    },
  );
  app.get(
    '/api/v1/follow-ups/:id',
    {
      config: reading,
      schema: { summary: 'Show a follow-up', params, response: { 200: followUpAnswer } },
    },
    async (request, reply) => {
      const { id } = request.params;
      const answer = await showFollowUp(services, id);
      await auditReading(request, { action: 'follow-up.read', subject: `follow-up/${id}` });
      reply.header('etag', answer.version);
      return answer;
    },
  );
  app.post(
    '/api/v1/follow-ups/:id/contacts',
    {
      config: acting,
      schema: {
        summary: 'Note an attempt to reach her, and the outcome of the pregnancy if she tells it',
        ...{ params, body: contactBody, response: { 200: followUpAnswer } },
      },
    },
    async (request, reply) => {
      const { params: of, body, caller } = request;
      const judge = (tag: string) => requireTag(request, tag);
      await contactFollowUp(services, caller, { id: of.id, body, judge });
      const answer = await showFollowUp(services, of.id);
      reply.header('etag', answer.version);
      return answer;
    },
  );
};

/** Requests for another tube. */
export const redrawRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    '/api/v1/redraws',
    {
      config: reading,
      schema: {
        summary: 'List requests for another tube, newest first',
        ...{ querystring: redrawQuery, response: { 200: pageOf(redrawListed) } },
      },
    },
    async (request) => {
      const { state, cursor, limit } = request.query;
      const rows = await listRedraws(services.kysely, { state, before: cursor, limit: limit + 1 });
      const { items, next } = cutPage(rows, { limit, cursorOf: ({ id }) => id });
      const detail = { ids: items.map(({ id }) => id) };
      await auditReading(request, { action: 'redraw.list', subject: 'redraw', detail });
      return { items: items.map((row) => redrawListedOf(services, row)), next };
    },
  );
  app.get(
    '/api/v1/redraws/:id',
    {
      config: reading,
      schema: {
        summary: 'Show a request for another tube',
        params,
        response: { 200: redrawAnswer },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const answer = await showRedraw(services, id);
      await auditReading(request, { action: 'redraw.read', subject: `redraw/${id}` });
      reply.header('etag', answer.version);
      return answer;
    },
  );
  app.post(
    '/api/v1/redraws/:id/steps',
    {
      config: acting,
      schema: {
        summary: 'Note that she was told, that she will not come, or that nobody reached her',
        ...{ params, body: redrawStepBody, response: { 200: redrawAnswer } },
      },
    },
    async (request, reply) => {
      const { params: of, body, caller } = request;
      const judge = (tag: string) => requireTag(request, tag);
      await stepRedraw(services, caller, { id: of.id, body, judge });
      const answer = await showRedraw(services, of.id);
      reply.header('etag', answer.version);
      return answer;
    },
  );
};
