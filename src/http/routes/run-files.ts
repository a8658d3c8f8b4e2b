import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { retentionYearsMin } from '../../config.ts';
import { listDeletableFiles } from '../../store/retention-store.ts';
import { cutPage, pageOf, pageQuery } from '../paging.ts';

const deletableFile = z
  .object({
    id: z.string(),
    runId: z.string(),
    sampleId: z.string(),
    fileName: z.string(),
    sizeBytes: z.number().int(),
    sha256: z.string(),
    receivedAt: z.string(),
  })
  .meta({ id: 'DeletableFile' });

/** What the retention policy lets go of: where one is set, its next round deletes it. */
export const runFileRoutes: FastifyPluginAsyncZod = async (app) => {
  const { kysely, config } = app.services;
  const yearsSet = config.retentionYears ?? retentionYearsMin;
  app.get(
    '/api/v1/run-files/deletable',
    {
      config: { permission: 'storage.read' },
      schema: {
        summary: 'List run files that may be deleted: old enough, and no report needs them',
        querystring: pageQuery.extend({
          years: z.coerce.number().int().min(retentionYearsMin).max(100).default(yearsSet),
        }),
        response: { 200: pageOf(deletableFile) },
      },
    },
    async ({ query: { cursor, limit, years } }) => {
      const rows = await listDeletableFiles(kysely, { years, after: cursor, limit: limit + 1 });
      const { items, next } = cutPage(rows, { limit, cursorOf: ({ id }) => id });
      return {
        items: items.map((row) => ({ ...row, receivedAt: row.receivedAt.toISOString() })),
        next,
      };
    },
  );
};
