import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { printLanguages } from '../../exchange/print/print-words.ts';
import { batched } from '../../store/batched.ts';
import { getReports, listReportsOfSpecimen } from '../../store/report-store.ts';
import { findSpecimenByNumber } from '../../store/specimen-store.ts';
import { printReport } from '../actions/print-report.ts';
import { reportAnswerOf, reportText } from '../actions/view-report.ts';
import { auditReading } from '../audit-reading.ts';
import { sendTagged, sendTaggedFile, unchanged } from '../entity-tag.ts';
import { HttpProblem } from '../problem.ts';
import { pdfAnswer, reportAnswer } from '../schemas/report.ts';
import { specimenNumber } from '../schemas/specimen.ts';

/** Issued reports; they never change. */
export const reportRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  const findReport = batched((ids: readonly string[]) => getReports(services.kysely, ids));
  app.get(
    '/api/v1/reports/:id',
    {
      config: { permission: 'report.read', headers: ['if-none-match'], answers: unchanged },
      schema: {
        summary: 'Show an issued report',
        ...{ params: z.object({ id: z.uuid() }), response: { 200: reportAnswer } },
      },
    },
    async (request, reply) => {
      const id = request.params.id.toLowerCase();
      const report = await findReport(id);
      if (report === undefined) throw HttpProblem.notFound('report');
      await auditReading(request, { action: 'report.read', subject: `report/${id}` });
      return sendTagged(request, reply, reportText(report));
    },
  );
  app.get(
    '/api/v1/reports/:id/pdf',
    {
      config: { permission: 'report.print', headers: ['if-none-match'], answers: unchanged },
      schema: {
        summary: 'Print an issued report with the name in full, as PDF/A-2b',
        params: z.object({ id: z.uuid() }),
        querystring: z.strictObject({ language: z.enum(printLanguages).default('zh') }),
        response: { 200: pdfAnswer },
      },
    },
    async (request, reply) => {
      const id = request.params.id.toLowerCase();
      const { language } = request.query;
      const { pdf, sha256 } = await printReport(services, request.caller, { id, language });
      return sendTaggedFile(request, reply, {
        ...{ tag: `"${sha256}"`, bytes: pdf, mediaType: 'application/pdf' },
        name: `report-${id}-${language}.pdf`,
      });
    },
  );
  app.get(
    '/api/v1/specimens/:number/reports',
    {
      config: { permission: 'report.read' },
      schema: {
        summary: 'List every version issued for a tube',
        params: z.object({ number: specimenNumber }),
        response: { 200: z.object({ items: z.array(reportAnswer) }) },
      },
    },
    async (request) => {
      const specimen = await findSpecimenByNumber(services.kysely, request.params.number);
      if (!specimen) throw HttpProblem.notFound('specimen');
      const rows = await listReportsOfSpecimen(services.kysely, specimen.id);
      await auditReading(request, {
        ...{ action: 'report.list', subject: `specimen/${specimen.id}` },
        detail: { ids: rows.map(({ id }) => id) },
      });
      return { items: rows.map(reportAnswerOf) };
    },
  );
};
