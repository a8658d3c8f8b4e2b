import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { listDeletableFiles } from '../../store/retention-store.ts';
import { cutPage, pageOf, pageQuery } from '../paging.ts';

/** Sequencing data is kept for three years at least. */
const yearsMin = 3;

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

/** What the retention policy lets go of. Nothing is deleted here: it is a list to decide on. */
export const runFileRoutes: FastifyPluginAsyncZod = async (app) => {
  const { kysely, clock } = app.services;
  app.get(
    '/api/v1/run-files/deletable',
    {
      config: { permission: 'laboratory.configure' },
      schema: {
        summary: 'List run files that may be deleted: old enough, and no report needs them',
        querystring: pageQuery.extend({
          years: z.coerce.number().int().min(yearsMin).max(100).default(yearsMin),
        }),
        response: { 200: pageOf(deletableFile) },
      },
    },
    async ({ query: { cursor, limit, years } }) => {
      const before = clock();
      before.setUTCFullYear(before.getUTCFullYear() - years);
      const rows = await listDeletableFiles(kysely, { before, after: cursor, limit: limit + 1 });
      const { items, next } = cutPage(rows, { limit, cursorOf: ({ id }) => id });
      return {
        items: items.map((row) => ({ ...row, receivedAt: row.receivedAt.toISOString() })),
        next,
      };
    },
  );
};
