import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { highRiskCaseStates } from '../../casework/aftercare/high-risk-case-state.ts';
import { listCases } from '../../store/high-risk-case-store.ts';
import { recordDiagnosis, referCase, stepCase } from '../actions/act-on-case.ts';
import { stepReferral } from '../actions/act-on-referral.ts';
import { caseListedOf, showCase } from '../actions/view-aftercare.ts';
import { auditReading } from '../audit-reading.ts';
import { requireTag } from '../entity-tag.ts';
import { cutPage, pageOf, pageQuery } from '../paging.ts';
import {
  type CaseAnswer,
  caseAnswer,
  caseListed,
  caseStepBody,
  diagnosisBody,
  referralBody,
  referralStepBody,
} from '../schemas/high-risk-case.ts';
import type { Services } from '../services.ts';

const params = z.object({ id: z.uuid() });
const listQuery = pageQuery.extend({ state: z.enum(highRiskCaseStates).optional() });
const acting = { permission: 'aftercare.write', headers: ['if-match'] } as const;
const response = { 200: caseAnswer };

/** What follows a high-risk report: notice, counselling, her own decision. */
export const highRiskCaseRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    '/api/v1/high-risk-cases',
    {
      config: { permission: 'aftercare.read' },
      schema: {
        summary: 'List high-risk cases, newest first',
        ...{ querystring: listQuery, response: { 200: pageOf(caseListed) } },
      },
    },
    async (request) => {
      const { state, cursor, limit } = request.query;
      const rows = await listCases(services.kysely, { state, before: cursor, limit: limit + 1 });
      const { items, next } = cutPage(rows, { limit, cursorOf: ({ id }) => id });
      const detail = { ids: items.map(({ id }) => id) };
      const reading = { action: 'high-risk-case.list', subject: 'high-risk-case', detail };
      await auditReading(request, reading);
      return { items: items.map((row) => caseListedOf(services, row)), next };
    },
  );
  app.get(
    '/api/v1/high-risk-cases/:id',
    {
      config: { permission: 'aftercare.read' },
      schema: { summary: 'Show a high-risk case with all that was done', params, response },
    },
    async (request, reply) => {
      const { id } = request.params;
      const answer = await sendCase(services, reply, id);
      const subject = `high-risk-case/${id}`;
      await auditReading(request, { action: 'high-risk-case.read', subject });
      return answer;
    },
  );
  app.post(
    '/api/v1/high-risk-cases/:id/steps',
    {
      config: acting,
      schema: {
        summary: 'Note that she was told, counselled, wants a diagnosis or not; or put it off',
        ...{ params, body: caseStepBody, response },
      },
    },
    async (request, reply) => {
      const { params: of, body, caller } = request;
      const judge = (tag: string) => requireTag(request, tag);
      await stepCase(services, caller, { id: of.id, body, judge });
      return sendCase(services, reply, of.id);
    },
  );
};

/** Her way to a diagnosis institution, and what it found. */
export const diagnosisRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.post(
    '/api/v1/high-risk-cases/:id/referrals',
    {
      config: acting,
      schema: {
        summary: 'Refer her to a diagnosis institution',
        ...{ params, body: referralBody, response },
      },
    },
    async (request, reply) => {
      const { params: of, body, caller } = request;
      const judge = (tag: string) => requireTag(request, tag);
      await referCase(services, caller, { id: of.id, body, judge });
      return sendCase(services, reply, of.id);
    },
  );
  app.post(
    '/api/v1/high-risk-cases/:id/diagnoses',
    {
      config: acting,
      schema: {
        summary: 'Record a diagnosis, in codes that tell no fetal sex',
        ...{ params, body: diagnosisBody, response },
      },
    },
    async (request, reply) => {
      const { params: of, body, caller } = request;
      const judge = (tag: string) => requireTag(request, tag);
      await recordDiagnosis(services, caller, { id: of.id, body, judge });
      return sendCase(services, reply, of.id);
    },
  );
  app.post(
    '/api/v1/referrals/:id/steps',
    {
      config: acting,
      schema: {
        summary: 'Note what became of a referral; answers its case',
        ...{ params, body: referralStepBody, response },
      },
    },
    async (request, reply) => {
      const { params: of, body, caller } = request;
      const judge = (tag: string) => requireTag(request, tag);
      return sendCase(
        services,
        reply,
        await stepReferral(services, caller, { id: of.id, body, judge }),
      );
    },
  );
};

async function sendCase(services: Services, reply: FastifyReply, id: string): Promise<CaseAnswer> {
  const answer = await showCase(services, id);
  reply.header('etag', answer.version);
  return answer;
}
