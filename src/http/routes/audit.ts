import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { maskDigits } from '../../security/mask.ts';
import { type ListedAuditEvent, listAuditEvents } from '../../store/list-audit-events.ts';
import { auditReading } from '../audit-reading.ts';
import { cutPage } from '../paging.ts';
import { auditEvents, auditQuery } from '../schemas/audit.ts';

/** The audit chain for those who watch; that they looked stands in it too. */
export const auditRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;

  app.get(
    '/api/v1/audit',
    {
      config: { permission: 'audit.read' },
      schema: {
        summary: 'List events of the audit chain, the newest first',
        ...{ querystring: auditQuery, response: { 200: auditEvents } },
      },
    },
    async (request) => {
      const { cursor, limit, ...filter } = request.query;
      const before = cursor === undefined ? null : Number(cursor);
      const rows = await listAuditEvents(services.kysely, { filter, before, limit: limit + 1 });
      const cursorOf = ({ sequence }: ListedAuditEvent) => String(sequence);
      const { items, next } = cutPage(rows.map(masked), { limit, cursorOf });
      // What was typed into a filter is not kept: it may have been a patient's number.
      const filters = Object.entries(filter).flatMap(([name, value]) => (value ? [name] : []));
      const detail = { filters, count: items.length, from: items.at(-1)?.sequence ?? null };
      await auditReading(request, { action: 'audit.read', subject: 'audit', detail });
      return { items, next };
    },
  );
};

/** Reasons are typed by people, who were told to name no patient. */
function masked({ detail, ...event }: ListedAuditEvent) {
  const { reason } = detail;
  if (typeof reason !== 'string') return { ...event, detail };
  return { ...event, detail: { ...detail, reason: maskDigits(reason) } };
}
