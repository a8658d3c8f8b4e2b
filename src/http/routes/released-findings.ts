import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { acknowledgePulled, pullFindings } from '../actions/pull-findings.ts';
import { pageOf } from '../paging.ts';
import { releasedFinding } from '../schemas/claim.ts';

const query = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .default('0'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** What a diagnosis or an outcome made of a finding, for the platform to pull like reports. */
export const releasedFindingRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  const config = { permission: 'report.pull' } as const;
  app.get(
    '/api/v1/released-findings',
    {
      config,
      schema: {
        summary: 'Pull settled genotype–phenotype findings, in the order of their release',
        ...{ querystring: query, response: { 200: pageOf(releasedFinding) } },
      },
    },
    ({ query: { cursor, limit }, caller }) =>
      pullFindings(services, caller, { after: Number(cursor), limit }),
  );
  app.post(
    '/api/v1/released-findings/:id/acknowledgement',
    {
      config,
      schema: {
        summary: 'Acknowledge a pulled finding',
        ...{ params: z.object({ id: z.uuid() }), response: { 200: z.object({ id: z.string() }) } },
      },
    },
    async ({ params: { id }, caller }) => {
      await acknowledgePulled(services, caller, id);
      return { id };
    },
  );
};
