import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type ClaimRow, getClaim, listClaims, listLedgerEntries } from '../../store/claim-store.ts';
import { listFindings } from '../../store/registry-store.ts';
import { auditReading } from '../audit-reading.ts';
import { cutPage, pageOf, pageQuery } from '../paging.ts';
import { HttpProblem } from '../problem.ts';
import { claimAnswer, claimListed, findingListed } from '../schemas/claim.ts';

/** What follows from a report: the subsidy claim's ledger and the genotype–phenotype finding. */
export const claimRoutes: FastifyPluginAsyncZod = async (app) => {
  const { kysely } = app.services;
  app.get(
    '/api/v1/claims',
    {
      config: { permission: 'claim.read' },
      schema: {
        summary: 'List subsidy claims, newest first',
        ...{ querystring: pageQuery, response: { 200: pageOf(claimListed) } },
      },
    },
    async (request) => {
      const { cursor, limit } = request.query;
      const rows = await listClaims(kysely, { before: cursor, limit: limit + 1 });
      const page = cutPage(rows, { limit, cursorOf: ({ id }) => id });
      await auditReading(request, {
        ...{ action: 'claim.list', subject: 'claim' },
        detail: { ids: page.items.map(({ id }) => id) },
      });
      return { ...page, items: page.items.map(claimOf) };
    },
  );
  app.get(
    '/api/v1/claims/:id',
    {
      config: { permission: 'claim.read' },
      schema: {
        summary: 'Show a claim with its ledger',
        ...{ params: z.object({ id: z.uuid() }), response: { 200: claimAnswer } },
      },
    },
    async (request) => {
      const { id } = request.params;
      const row = await getClaim(kysely, id);
      if (!row) throw HttpProblem.notFound('claim');
      await auditReading(request, { action: 'claim.read', subject: `claim/${id}` });
      const ledger = await listLedgerEntries(kysely, id);
      return {
        ...claimOf(row),
        ledger: ledger.map((entry) => ({ ...entry, outcome: entry.outcome as 'report' })),
      };
    },
  );
  app.get(
    '/api/v1/findings',
    {
      config: { permission: 'report.read' },
      schema: {
        summary: 'List genotype–phenotype findings, newest first',
        ...{ querystring: pageQuery, response: { 200: pageOf(findingListed) } },
      },
    },
    async (request) => {
      const { cursor, limit } = request.query;
      const rows = await listFindings(kysely, { before: cursor, limit: limit + 1 });
      const page = cutPage(rows, { limit, cursorOf: ({ id }) => id });
      await auditReading(request, {
        ...{ action: 'finding.list', subject: 'finding' },
        detail: { ids: page.items.map(({ id }) => id) },
      });
      return page;
    },
  );
};

function claimOf(row: ClaimRow): z.infer<typeof claimListed> {
  return { ...row, state: row.state as z.infer<typeof claimListed>['state'] };
}
