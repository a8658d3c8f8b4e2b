import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  listLookBackReports,
  listLookBacks,
  listTouchedReports,
} from '../../store/look-back-store.ts';
import { countTouched, listTouches } from '../../store/touch-store.ts';
import { lookBackAnswerOf, openLookBack, requireLookBack } from '../actions/open-look-back.ts';
import { auditReading } from '../audit-reading.ts';
import { cutPage, pageOf, pageQuery } from '../paging.ts';
import {
  type LookBackReports,
  lookBackAnswer,
  lookBackBody,
  lookBackList,
  lookBackReportQuery,
  lookBackReports,
  touchedAnswer,
  touchedCount,
  touchedQuery,
  touchesAnswer,
  touchQuery,
} from '../schemas/look-back.ts';

const params = z.object({ id: z.uuid() });
const config = { permission: 'look-back.manage' } as const;
type Touched = z.infer<typeof touchedAnswer>;
type Rerun = LookBackReports['items'][number];

/** What may have touched reports, and which it touched. */
export const touchRoutes: FastifyPluginAsyncZod = async (app) => {
  const { kysely } = app.services;
  app.get(
    '/api/v1/touches',
    {
      config,
      schema: {
        summary: 'List what may have touched reports: models, versions, lots, limits, newest first',
        response: { 200: touchesAnswer },
      },
    },
    async () => ({ items: await listTouches(kysely) }),
  );
  app.get(
    '/api/v1/touched-reports/count',
    {
      config,
      schema: {
        summary: 'Count the reports something touched, and those a look-back would run again',
        ...{ querystring: touchQuery, response: { 200: touchedCount } },
      },
    },
    ({ query }) => countTouched(kysely, query),
  );
  app.get(
    '/api/v1/touched-reports',
    {
      config,
      schema: {
        summary: 'List the reports a model, software version, reagent lot or limits touched',
        ...{ querystring: touchedQuery, response: { 200: pageOf(touchedAnswer) } },
      },
    },
    async (request) => {
      const { by, value, cursor, limit } = request.query;
      const asked = { by, value, after: cursor, limit: limit + 1 };
      const rows = await listTouchedReports(kysely, asked);
      const { items, next } = cutPage(rows as Touched[], { limit, cursorOf: ({ id }) => id });
      const detail = { by, value, ids: items.map(({ id }) => id) };
      await auditReading(request, { action: 'report.list-touched', subject: 'report', detail });
      return { items, next };
    },
  );
};

/** Look-back: what a run beside says of what was touched. */
export const lookBackRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  const { kysely } = services;
  app.get(
    '/api/v1/look-backs',
    {
      config,
      schema: {
        summary: 'List look-backs, newest first',
        ...{ querystring: pageQuery, response: { 200: lookBackList } },
      },
    },
    async ({ query: { cursor, limit } }) => {
      const rows = await listLookBacks(kysely, { before: cursor, limit: limit + 1 });
      const { items, next } = cutPage(rows, { limit, cursorOf: ({ id }) => id });
      return { items: items.map((row) => lookBackAnswerOf(services, row)), next };
    },
  );
  app.post(
    '/api/v1/look-backs',
    {
      config,
      schema: {
        summary: 'Have the reports in force that were touched run again beside',
        ...{ body: lookBackBody, response: { 201: lookBackAnswer } },
      },
    },
    async ({ body, caller }, reply) => {
      const id = await openLookBack(services, caller, body);
      const row = await requireLookBack(services, id);
      return reply.code(201).send(lookBackAnswerOf(services, row));
    },
  );
  app.get(
    '/api/v1/look-backs/:id',
    {
      config,
      schema: { summary: 'Show how far a look-back is', params, response: { 200: lookBackAnswer } },
    },
    async ({ params: { id } }) => lookBackAnswerOf(services, await requireLookBack(services, id)),
  );
  app.get(
    '/api/v1/look-backs/:id/reports',
    {
      config,
      schema: {
        summary: 'List what the run beside says of each report',
        ...{ params, querystring: lookBackReportQuery },
        response: { 200: lookBackReports },
      },
    },
    async (request) => {
      const { id } = await requireLookBack(services, request.params.id);
      const { outcome, cursor: after, limit } = request.query;
      const rows = await listLookBackReports(kysely, { id, outcome, after, limit: limit + 1 });
      const cursorOf = ({ reportId }: Rerun) => reportId;
      const { items, next } = cutPage(rows as Rerun[], { limit, cursorOf });
      const detail = { ids: items.map(({ reportId }) => reportId) };
      await auditReading(request, { action: 'look-back.read', subject: `look-back/${id}`, detail });
      return { items, next };
    },
  );
};
