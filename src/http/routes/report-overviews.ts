import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { listIssuedReports } from '../../store/report-list-store.ts';
import { overviewReport } from '../actions/overview-report.ts';
import { auditReading } from '../audit-reading.ts';
import { cutPage } from '../paging.ts';
import {
  type ReportLines,
  reportLines,
  reportListQuery,
  reportOverview,
} from '../schemas/report-overview.ts';

/** Issued reports as the page shows them. */
export const reportOverviewRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    '/api/v1/overview/reports',
    {
      config: { permission: 'report.read' },
      schema: {
        summary: 'List issued versions, newest first, with what the platform has of each',
        ...{ querystring: reportListQuery, response: { 200: reportLines } },
      },
    },
    async (request) => {
      const { cursor, number, limit } = request.query;
      const options = { before: cursor, number, limit: limit + 1 };
      const rows = await listIssuedReports(services.kysely, options);
      const { items, next } = cutPage(rows, { limit, cursorOf: ({ id }) => id });
      await auditReading(request, {
        ...{ action: 'report.list', subject: 'report' },
        detail: { ids: items.map(({ id }) => id) },
      });
      return { items: items as ReportLines['items'], next };
    },
  );
  app.get(
    '/api/v1/overview/reports/:id',
    {
      config: { permission: 'report.read' },
      schema: {
        summary: 'Show an issued version with its other versions, proposals and whereabouts',
        ...{ params: z.object({ id: z.uuid() }), response: { 200: reportOverview } },
      },
    },
    async (request) => {
      const { id } = request.params;
      const overview = await overviewReport(services, request.caller, id);
      await auditReading(request, { action: 'report.read', subject: `report/${id}` });
      return overview;
    },
  );
};
