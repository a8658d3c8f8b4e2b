import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { reportChangeStates } from '../../casework/report/report-change-state.ts';
import { listReportChanges, type ReportChangeRow } from '../../store/report-change-store.ts';
import { withdrawChange } from '../actions/propose-change.ts';
import { signChange } from '../actions/sign-change.ts';
import {
  reportChangeAnswerOf,
  reportChangeTag,
  requireReportChange,
} from '../actions/view-report-change.ts';
import { auditReading } from '../audit-reading.ts';
import { requireTag } from '../entity-tag.ts';
import { cutPage, pageOf, pageQuery } from '../paging.ts';
import { reportChangeAnswer } from '../schemas/report-change.ts';

const params = z.object({ id: z.uuid() });
const listQuery = pageQuery.extend({ state: z.enum(reportChangeStates).optional() });

/** Proposed amendments and revocations: another person signs them, or they are withdrawn. */
export const reportChangeRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  const send = async (reply: FastifyReply, id: string) => {
    const change = await requireReportChange(services.kysely, id);
    reply.header('etag', reportChangeTag(change));
    return reportChangeAnswerOf(services, change);
  };
  const seenChange = (request: FastifyRequest) => (change: ReportChangeRow) =>
    requireTag(request, reportChangeTag(change));
  app.get(
    '/api/v1/report-changes',
    {
      config: { permission: 'report.read' },
      schema: {
        summary: 'List proposed, signed and withdrawn changes of reports, oldest first',
        ...{ querystring: listQuery, response: { 200: pageOf(reportChangeAnswer) } },
      },
    },
    async (request) => {
      const { state, cursor, limit } = request.query;
      const options = { state, after: cursor, limit: limit + 1 };
      const rows = await listReportChanges(services.kysely, options);
      const { items, next } = cutPage(rows, { limit, cursorOf: ({ id }) => id });
      await auditReading(request, {
        ...{ action: 'report-change.list', subject: 'report-change' },
        detail: { ids: items.map(({ id }) => id) },
      });
      return { items: items.map((row) => reportChangeAnswerOf(services, row)), next };
    },
  );
  app.get(
    '/api/v1/report-changes/:id',
    {
      config: { permission: 'report.read' },
      schema: {
        summary: 'Show a proposed, signed or withdrawn change',
        ...{ params, response: { 200: reportChangeAnswer } },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const answer = await send(reply, id);
      await auditReading(request, {
        ...{ action: 'report-change.read', subject: `report-change/${id}` },
      });
      return answer;
    },
  );
  app.post(
    '/api/v1/report-changes/:id/sign',
    {
      config: { permission: 'report.sign', freshFactor: true },
      schema: {
        summary: 'Sign a proposed change; If-Match names the version seen',
        ...{ params, response: { 200: reportChangeAnswer } },
      },
    },
    async (request, reply) => {
      const { params: of, caller } = request;
      await signChange(services, caller, { id: of.id, judge: seenChange(request) });
      return send(reply, of.id);
    },
  );
  app.post(
    '/api/v1/report-changes/:id/withdrawal',
    {
      config: { permission: 'review.write' },
      schema: {
        summary: 'Withdraw a proposed change',
        ...{ params, response: { 200: reportChangeAnswer } },
      },
    },
    async (request, reply) => {
      const { params: of, caller } = request;
      await withdrawChange(services, caller, { id: of.id, judge: seenChange(request) });
      return send(reply, of.id);
    },
  );
};
