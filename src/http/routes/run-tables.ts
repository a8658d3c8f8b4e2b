import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { csv } from '../../exchange/table/csv.ts';
import { xlsx } from '../../exchange/table/xlsx.ts';
import { tableOfRun } from '../actions/table-of-run.ts';
import { auditReading } from '../audit-reading.ts';
import { entityTag, sendTagged, sendTaggedFile, unchanged } from '../entity-tag.ts';

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const params = z.object({ id: z.uuid() });
const querystring = z.strictObject({ language: z.enum(['zh', 'en']).default('zh') });
const tagged = { headers: ['if-none-match'], answers: unchanged } as const;
const config = { permission: 'sample.read', ...tagged } as const;

/** A run as a table for spreadsheets: what the page shows, nobody's name. */
export const runTableRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    '/api/v1/runs/:id/samples.csv',
    {
      config,
      schema: {
        summary: 'Export the samples of a run as CSV (RFC 4180, UTF-8)',
        ...{ params, querystring, response: { 200: fileAnswer('text/csv', 'One line a sample') } },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { table } = await tableOfRun(services, { id, language: request.query.language });
      await auditReading(request, { action: 'run.export', ...exported(id, 'csv') });
      const text = csv(table);
      const mediaType = 'text/csv; charset=utf-8; header=present';
      return sendTagged(request, reply, { tag: entityTag(text), text, mediaType });
    },
  );
  app.get(
    '/api/v1/runs/:id/samples.xlsx',
    {
      config,
      schema: {
        summary: 'Export the samples of a run as an Excel workbook',
        ...{ params, querystring, response: { 200: fileAnswer(workbookType, 'One sheet') } },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { table, flowcell } = await tableOfRun(services, {
        ...{ id, language: request.query.language },
      });
      await auditReading(request, { action: 'run.export', ...exported(id, 'xlsx') });
      return sendTaggedFile(request, reply, {
        ...{ tag: entityTag(csv(table), 'xlsx'), bytes: await xlsx(table, flowcell) },
        ...{ mediaType: workbookType, name: `run-${id}.xlsx` },
      });
    },
  );
};

function fileAnswer(mediaType: string, description: string) {
  return { description, content: { [mediaType]: { schema: z.string() } } };
}

function exported(id: string, format: string) {
  return { subject: `run/${id}`, detail: { format } };
}
