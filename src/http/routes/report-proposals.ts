import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ReportRow } from '../../store/report-store.ts';
import { proposeChange } from '../actions/propose-change.ts';
import { reportText } from '../actions/view-report.ts';
import {
  reportChangeAnswerOf,
  reportChangeTag,
  requireReportChange,
} from '../actions/view-report-change.ts';
import { requireTag } from '../entity-tag.ts';
import { amendmentBody, reportChangeAnswer, revocationBody } from '../schemas/report-change.ts';

const params = z.object({ id: z.uuid() });

/** What one person proposes to do with an issued version, which is never edited itself. */
export const reportProposalRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  const send = async (reply: FastifyReply, id: string) => {
    const change = await requireReportChange(services.kysely, id);
    reply.header('etag', reportChangeTag(change));
    return reportChangeAnswerOf(services, change);
  };
  const seen = (request: FastifyRequest) => (report: ReportRow) =>
    requireTag(request, reportText(report).tag);
  app.post(
    '/api/v1/reports/:id/amendments',
    {
      config: { permission: 'review.write' },
      schema: {
        summary: 'Propose the next version of a report; If-Match names the version seen',
        ...{ params, body: amendmentBody, response: { 201: reportChangeAnswer } },
      },
    },
    async (request, reply) => {
      const { params: of, body, caller } = request;
      const { reason, ...amendment } = body;
      const proposal = { reportId: of.id, reason, amendment, judge: seen(request) };
      const id = await proposeChange(services, caller, proposal);
      return send(reply.code(201), id);
    },
  );
  app.post(
    '/api/v1/reports/:id/revocations',
    {
      config: { permission: 'review.write' },
      schema: {
        summary: 'Propose to revoke a report; If-Match names the version seen',
        ...{ params, body: revocationBody, response: { 201: reportChangeAnswer } },
      },
    },
    async (request, reply) => {
      const { params: of, body, caller } = request;
      const proposal = { reportId: of.id, reason: body.reason, amendment: null };
      const id = await proposeChange(services, caller, { ...proposal, judge: seen(request) });
      return send(reply.code(201), id);
    },
  );
};
