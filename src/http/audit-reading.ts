import type { FastifyRequest } from 'fastify';
import type { JsonValue } from '../security/canonical-json.ts';
import { type ReadAudit, readAudit } from '../store/read-audit.ts';
import type { Services } from './services.ts';

const audits = new WeakMap<Services, ReadAudit>();

interface Reading {
  /** A verb on a noun, such as `report.read`. */
  readonly action: string;
  readonly subject: string;
  readonly detail?: { readonly [key: string]: JsonValue };
}

/** Records that the caller reads something about a person, before the answer leaves. */
export async function auditReading(request: FastifyRequest, reading: Reading): Promise<void> {
  const { services } = request.server;
  const audit = audits.get(services) ?? readAudit(services.kysely);
  audits.set(services, audit);
  await audit({
    at: services.clock(),
    actor: request.caller.name,
    action: reading.action,
    subject: reading.subject,
    detail: reading.detail ?? {},
  });
}
