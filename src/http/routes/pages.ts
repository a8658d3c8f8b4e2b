import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ReportDocument } from '../../casework/report/report-document.ts';
import { may } from '../../security/caller.ts';
import { getReport } from '../../store/report-store.ts';
import { auditReading } from '../audit-reading.ts';
import { problemOf } from '../error-handler.ts';
import { languageOf, pageContext } from '../page-context.ts';
import { problemPage } from '../pages/problem-page.ts';
import { reportPage } from '../pages/report-page.ts';
import { style } from '../pages/style.ts';
import { HttpProblem } from '../problem.ts';
import { problemCatalogue } from '../problem-catalogue.ts';
import { shanghaiMinute } from '../shanghai-time.ts';

const schemaOfOne = { hide: true, params: z.object({ id: z.uuid() }) } as const;

/** What is plain HTML: the look of the door, and a report as it was sealed. */
export const pageRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.setErrorHandler(sendProblemPage);
  app.get(
    '/style.css',
    { config: { anonymous: true }, schema: { hide: true } },
    (_request, reply) =>
      reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=3600').send(style),
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
  if (problem.kind === 'internal-fault') {
    request.log.error({ err: error, requestId: request.id }, 'page failed');
  }
  const { status, title, remedy } = problemCatalogue[problem.kind];
  const language = languageOf(request);
  const page = problemPage({ language, title, detail: problem.message, remedy });
  return sendPage(reply.code(status), page);
}
