import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { exportFamily, exportVcf, pullFamily } from '../actions/export-report.ts';
import { auditReading } from '../audit-reading.ts';
import { entityTag, sendTagged, unchanged } from '../entity-tag.ts';
import { familyAnswer } from '../schemas/phenopacket.ts';

const params = z.object({ id: z.uuid() });
const tagged = { headers: ['if-none-match'], answers: unchanged } as const;
const vcfAnswer = {
  description: 'VCF 4.4, one record each of chromosomes 13, 18 and 21',
  content: { 'text/x-vcf': { schema: z.string() } },
};

/** Issued reports in the languages of other programs; none of them knows a name or a sex. */
export const reportExportRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    '/api/v1/reports/:id/vcf',
    {
      config: { permission: 'report.read', ...tagged },
      schema: {
        summary: 'Export an issued report as VCF 4.4',
        ...{ params, response: { 200: vcfAnswer } },
      },
    },
    async (request, reply) => {
      const id = request.params.id.toLowerCase();
      const text = await exportVcf(services, id);
      await auditReading(request, { action: 'report.export', ...exported(id, 'vcf') });
      const mediaType = 'text/x-vcf; charset=utf-8';
      return sendTagged(request, reply, { tag: entityTag(text), text, mediaType });
    },
  );
  app.get(
    '/api/v1/reports/:id/phenopacket',
    {
      config: { permission: 'report.read', ...tagged },
      schema: {
        summary: 'Export an issued report as a GA4GH Phenopackets 2.0 family',
        ...{ params, response: { 200: familyAnswer } },
      },
    },
    async (request, reply) => {
      const id = request.params.id.toLowerCase();
      const text = JSON.stringify(await exportFamily(services, id));
      await auditReading(request, { action: 'report.export', ...exported(id, 'phenopacket') });
      return sendTagged(request, reply, { tag: entityTag(text), text });
    },
  );
  app.get(
    '/api/v1/released-reports/:id/phenopacket',
    {
      config: { permission: 'report.pull', ...tagged },
      schema: {
        summary: 'Pull a released report as a GA4GH Phenopackets 2.0 family',
        ...{ params, response: { 200: familyAnswer } },
      },
    },
    async (request, reply) => {
      const id = request.params.id.toLowerCase();
      const text = JSON.stringify(await pullFamily(services, request.caller, id));
      await auditReading(request, { action: 'report.pull', ...exported(id, 'phenopacket') });
      return sendTagged(request, reply, { tag: entityTag(text), text });
    },
  );
};

function exported(id: string, format: string) {
  return { subject: `report/${id}`, detail: { format } };
}
