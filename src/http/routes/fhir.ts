import { createHash } from 'node:crypto';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { OperationOutcome } from '../../exchange/fhir/fhir-types.ts';
import { operationOutcome } from '../../exchange/fhir/operation-outcome.ts';
import { searchsetBundle } from '../../exchange/fhir/searchset-bundle.ts';
import { acknowledge, pullReport, pullReports } from '../actions/pull-reports.ts';
import { unchanged } from '../entity-tag.ts';
import { problemOf } from '../error-handler.ts';
import { HttpProblem, problemDocument } from '../problem.ts';
import { diagnosticReportAnswer, outcomeAnswer, searchsetAnswer } from '../schemas/fhir.ts';

const mediaType = 'application/fhir+json; charset=utf-8';
const params = z.object({ id: z.uuid() });
const searchQuery = z.object({
  _count: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(100).optional(),
  _lastUpdated: z
    .string()
    .regex(/^g[te]\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/)
    .refine((text) => !Number.isNaN(Date.parse(text.slice(2))))
    .optional()
    .describe('Only what was released after (gt) or from (ge) a time, in UTC'),
});

/** What the platform pulls: released reports as FHIR R4, and its acknowledgement of each. */
export const fhirRoutes: FastifyPluginAsyncZod = async (app) => {
  await app.register(
    async (fhir) => {
      fhir.setErrorHandler(sendFailure);
      fhir.addContentTypeParser(
        ['application/fhir+json', 'application/json'],
        { parseAs: 'string' },
        (_request, _body, done) => done(null, null),
      );
      await fhir.register(reportRoutes);
    },
    { prefix: '/fhir' },
  );
};

const reportRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  const config = { permission: 'report.pull' } as const;
  const tagged = { ...config, headers: ['if-none-match'], answers: unchanged } as const;
  app.get(
    '/DiagnosticReport',
    {
      config: tagged,
      schema: {
        summary: 'Pull released reports, R4 searchset',
        ...{ querystring: searchQuery, response: { 200: asFhir(searchsetAnswer) } },
      },
    },
    async (request, reply) => {
      const { _count: limit, cursor, _lastUpdated: since } = request.query;
      const after = cursor === undefined ? 0 : readCursor(cursor);
      const page = await pullReports(services, request.caller, {
        ...{ after, limit, since: since === undefined ? null : readSince(since) },
      });
      const baseUrl = `${request.protocol}://${request.host}/fhir`;
      const filter = since === undefined ? '' : `&_lastUpdated=${encodeURIComponent(since)}`;
      const search = `${baseUrl}/DiagnosticReport?_count=${limit}${filter}&cursor=`;
      // Where the next pull goes on, also when this page was the last for now.
      reply.header('banyan-cursor', writeCursor(page.last));
      return sendResource(
        request,
        reply,
        searchsetBundle({
          ...{ reports: page.reports, baseUrl, selfUrl: `${search}${writeCursor(after)}` },
          nextUrl: page.more ? `${search}${writeCursor(page.last)}` : null,
        }),
      );
    },
  );
  app.get(
    '/DiagnosticReport/:id',
    {
      config: tagged,
      schema: {
        summary: 'Pull one released report',
        ...{ params, response: { 200: asFhir(diagnosticReportAnswer) } },
      },
    },
    async (request, reply) => {
      const report = await pullReport(services, request.caller, request.params.id);
      return sendResource(request, reply, report);
    },
  );
  app.post(
    '/DiagnosticReport/:id/$acknowledge',
    {
      config,
      schema: {
        summary: 'Acknowledge a pulled report',
        ...{ params, response: { 200: asFhir(outcomeAnswer) } },
      },
    },
    async (request, reply) => {
      await acknowledge(services, request.caller, request.params.id);
      return sendResource(request, reply, acknowledged);
    },
  );
};

function asFhir<Answer extends z.ZodType>(schema: Answer) {
  return { description: 'FHIR R4', content: { 'application/fhir+json': { schema } } };
}

const acknowledged: OperationOutcome = {
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'information', code: 'informational', details: { text: 'acknowledged' } }],
};

function sendResource(
  request: FastifyRequest,
  reply: FastifyReply,
  resource: object,
): FastifyReply {
  const text = JSON.stringify(resource);
  const etag = `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
  reply.header('etag', etag).header('cache-control', 'private, no-cache');
  if (request.method === 'GET' && request.headers['if-none-match'] === etag) {
    return reply.code(304).send();
  }
  return reply.type(mediaType).serializer(String).send(text);
}

function sendFailure(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const problem = problemOf(error);
  if (problem.kind === 'internal-fault') {
    request.log.error({ err: error, requestId: request.id }, 'request failed');
  }
  const { status, title, detail, instance } = problemDocument(problem, request.id);
  const outcome = operationOutcome({ status, title, detail: `${detail} (${instance})` });
  return reply.code(status).type(mediaType).serializer(String).send(JSON.stringify(outcome));
}

/** The least time of a search by `_lastUpdated`: times are kept to the millisecond. */
function readSince(text: string): Date {
  return new Date(Date.parse(text.slice(2)) + (text.startsWith('gt') ? 1 : 0));
}

/**
 * The cursor is a sequence number in disguise: the platform hands it back and reads nothing in it.
 */
function writeCursor(sequence: number): string {
  return Buffer.from(`outbox ${sequence}`).toString('base64url');
}

function readCursor(cursor: string): number {
  const match = /^outbox (\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match) throw new HttpProblem('request-malformed', 'the cursor is not one of ours');
  return Number(match[1]);
}
