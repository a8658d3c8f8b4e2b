import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ReportDocument } from '../../casework/report/report-document.ts';
import { may } from '../../security/caller.ts';
import { getReport } from '../../store/report-store.ts';
import { findReviewOfSample, type ReviewRow } from '../../store/review-store.ts';
import { decideReviewOf } from '../actions/decide-review.ts';
import { issueReport } from '../actions/issue-report.ts';
import { reviewTag } from '../actions/view-review.ts';
import { viewRun } from '../actions/view-run.ts';
import { viewSample } from '../actions/view-sample.ts';
import { auditReading } from '../audit-reading.ts';
import { requireVersion } from '../entity-tag.ts';
import { problemOf } from '../error-handler.ts';
import { languageOf, pageContext } from '../page-context.ts';
import { problemPage } from '../pages/problem-page.ts';
import { reportPage } from '../pages/report-page.ts';
import { runPage } from '../pages/run-page.ts';
import { samplePage } from '../pages/sample-page.ts';
import { style } from '../pages/style.ts';
import { HttpProblem } from '../problem.ts';
import { problemCatalogue } from '../problem-catalogue.ts';
import { decisionBody } from '../schemas/review.ts';
import type { Services } from '../services.ts';
import { shanghaiMinute } from '../shanghai-time.ts';

const params = z.object({ id: z.uuid() });
const schema = { hide: true } as const;
const schemaOfOne = { hide: true, params } as const;
/** The version that the page with the form was made of. */
const version = z.string().max(100);
const formOfDecision = decisionBody.extend({ version });
const formOfSignature = z.strictObject({ checked: z.literal('yes'), version });
const judgeBy = (seen: string) => (review: ReviewRow) => requireVersion(seen, reviewTag(review));

/** The plain pages: the same acts and views as the API, as HTML without script. */
export const pageRoutes: FastifyPluginAsyncZod = async (app) => {
  app.setErrorHandler(sendProblemPage);
  app.get('/style.css', { config: { anonymous: true }, schema }, (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=3600').send(style),
  );
  await app.register(readingPages);
  await app.register(actingPages);
};

const readingPages: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    '/runs/:id',
    { config: { permission: 'sample.read' }, schema: schemaOfOne },
    async (request, reply) => {
      const { id } = request.params;
      const view = await viewRun(services, id);
      await auditReading(request, { action: 'run.read', subject: `run/${id}` });
      return sendPage(reply, runPage(pageContext(request, reply), view));
    },
  );
  app.get(
    '/samples/:id',
    { config: { permission: 'sample.read' }, schema: schemaOfOne },
    async (request, reply) => sendSample(request, reply, { id: request.params.id, alert: null }),
  );
  app.get(
    '/reports/:id',
    { config: { permission: 'report.read' }, schema: schemaOfOne },
    async (request, reply) => {
      const report = await getReport(services.kysely, request.params.id);
      if (!report) throw HttpProblem.notFound('report');
      await auditReading(request, { action: 'report.read', subject: `report/${report.id}` });
      const { state, bodySha256, sampleId } = report;
      const page = reportPage(pageContext(request, reply), {
        ...{ state, bodySha256, sampleId, issuedAt: shanghaiMinute(report.issuedAt) },
        pdf: may(request.caller, 'report.print') ? `/api/v1/reports/${report.id}/pdf` : null,
        document: JSON.parse(report.body) as ReportDocument,
      });
      return sendPage(reply, page);
    },
  );
};

const actingPages: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.post(
    '/samples/:id/decision',
    {
      config: { permission: 'review.write' },
      schema: { ...schemaOfOne, body: formOfDecision },
    },
    async (request, reply) => {
      const { caller, params: sample } = request;
      const { version: seen, ...body } = request.body;
      return act(request, reply, {
        id: sample.id,
        act: (id) => decideReviewOf(services, caller, { id, body, judge: judgeBy(seen) }),
      });
    },
  );
  app.post(
    '/samples/:id/sign',
    {
      config: { permission: 'report.sign', freshFactor: true },
      schema: { ...schemaOfOne, body: formOfSignature },
    },
    async (request, reply) => {
      const { body, caller, params: sample } = request;
      return act(request, reply, {
        id: sample.id,
        act: (reviewId) =>
          issueReport(services, caller, { reviewId, judge: judgeBy(body.version) }),
      });
    },
  );
};

/**
 * Does what a form asks for and shows the sample again: by redirect, or at once with what stopped
 * it.
 */
async function act(
  request: FastifyRequest,
  reply: FastifyReply,
  { id, act: run }: { id: string; act: (reviewId: string) => Promise<unknown> },
): Promise<FastifyReply> {
  try {
    const review = await findReviewOfSample(request.server.services.kysely, id);
    if (!review) throw HttpProblem.notFound('review of this sample');
    await run(review.id);
    return reply.redirect(`/samples/${id}`, 303);
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    return sendSample(request, reply.code(problemCatalogue[error.kind].status), {
      ...{ id, alert: error.kind === 'version-changed' ? error.kind : error.message },
    });
  }
}

async function sendSample(
  request: FastifyRequest,
  reply: FastifyReply,
  { id, alert }: { id: string; alert: string | null },
): Promise<FastifyReply> {
  const services: Services = request.server.services;
  const view = await viewSample(services, request.caller, id);
  await auditReading(request, { action: 'sample.read', subject: `sample/${id}` });
  // After a form was refused the address is the form's; a link must lead to the page.
  const context = { ...pageContext(request, reply), path: `/samples/${id}` };
  return sendPage(reply, samplePage(context, { ...view, alert }));
}

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer(String)
    .send(page);
}

/** Whoever is not signed in is shown the door; everybody else what went wrong. */
function sendProblemPage(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const problem = problemOf(error);
  if (problem.kind === 'key-missing') return reply.redirect('/sign-in', 303);
  if (problem.kind === 'second-factor-needed') {
    const [, sample = ''] = /^\/samples\/([0-9a-f-]{36})\//.exec(request.url) ?? [];
    return reply.redirect(`/second-factor?to=/samples/${sample}`, 303);
  }
  if (problem.kind === 'internal-fault') {
    request.log.error({ err: error, requestId: request.id }, 'page failed');
  }
  const { status, title, remedy } = problemCatalogue[problem.kind];
  const language = languageOf(request);
  const page = problemPage({ language, title, detail: problem.message, remedy });
  return sendPage(reply.code(status), page);
}
