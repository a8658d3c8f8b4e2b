import type { ReportDocument } from '../../casework/report/report-document.ts';
import type { ReportState } from '../../casework/report/report-state.ts';
import { diagnosticReport } from '../../exchange/fhir/diagnostic-report.ts';
import type { DiagnosticReport } from '../../exchange/fhir/fhir-types.ts';
import type { Caller } from '../../security/caller.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import {
  acknowledgeReport,
  findOutboxOfReport,
  listOutbox,
  markPulled,
  type OutboxRow,
} from '../../store/outbox-store.ts';
import { HttpProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import { numberSystem, pseudonymSystem } from './namespaces.ts';
import { conflict } from './refusal.ts';
import { pseudonymFor } from './report-document.ts';

interface Pull {
  /** Sequence number after which to go on. */
  readonly after: number;
  readonly limit: number;
  /** Nothing released before; null: everything. */
  readonly since: Date | null;
}

/** One page of what was released, in its stable order; each report is marked as pulled once. */
export async function pullReports(
  services: Services,
  platform: Caller,
  { after, limit, since }: Pull,
): Promise<{ reports: DiagnosticReport[]; last: number; more: boolean }> {
  const rows = await listOutbox(services.kysely, { after, limit: limit + 1, since });
  const page = rows.slice(0, limit);
  await recordPull(services, platform, page);
  return {
    reports: page.flatMap((row) => asResource(services, platform, row) ?? []),
    last: page.at(-1)?.sequence ?? after,
    more: rows.length > limit,
  };
}

/** One released report. */
export async function pullReport(
  services: Services,
  platform: Caller,
  reportId: string,
): Promise<DiagnosticReport> {
  const row = await requireReleased(services, reportId);
  await recordPull(services, platform, [row]);
  const resource = asResource(services, platform, row);
  if (!resource) throw HttpProblem.notFound('released report');
  return resource;
}

/** Notes that the platform has a report for good. The same again changes nothing. */
export async function acknowledge(
  services: Services,
  platform: Caller,
  reportId: string,
): Promise<void> {
  const now = services.clock();
  await services.kysely.transaction().execute(async (tx) => {
    const done = await acknowledgeReport(tx, { reportId, acknowledgedAt: now });
    if (!done) return requireAcknowledged({ ...services, kysely: tx }, reportId);
    await appendAuditEvents(tx, [
      {
        ...{ at: now, actor: platform.name, action: 'report.acknowledge' },
        ...{ subject: `report/${reportId}`, detail: {} },
      },
    ]);
  });
}

async function requireAcknowledged(services: Services, reportId: string): Promise<void> {
  const row = await requireReleased(services, reportId);
  if (row.state !== 'ACKED') throw conflict('a report is acknowledged after it was pulled');
}

async function requireReleased({ kysely }: Services, reportId: string): Promise<OutboxRow> {
  const row = await findOutboxOfReport(kysely, reportId);
  if (!row) throw HttpProblem.notFound('released report');
  return row;
}

/** Every pull is audited; only the first moves a report's state. */
async function recordPull(
  { kysely, clock }: Services,
  platform: Caller,
  page: readonly OutboxRow[],
): Promise<void> {
  if (page.length === 0) return;
  const now = clock();
  await kysely.transaction().execute(async (tx) => {
    const fresh = page.filter(({ state }) => state === 'PUBLISHED').map((row) => row.reportId);
    await markPulled(tx, { reportIds: fresh, pulledAt: now });
    await appendAuditEvents(tx, [
      {
        ...{ at: now, actor: platform.name, action: 'report.pull', subject: 'outbox' },
        detail: { reports: page.map(({ reportId }) => reportId) },
      },
    ]);
  });
}

function asResource(services: Services, platform: Caller, row: OutboxRow): DiagnosticReport | null {
  return diagnosticReport({
    id: row.reportId,
    document: JSON.parse(row.body) as ReportDocument,
    // A tombstone of a version in force: she took her consent back.
    state: row.isWithdrawal ? 'REVOKED' : (row.reportState as ReportState),
    replaced: row.replacedBody === null ? null : (JSON.parse(row.replacedBody) as ReportDocument),
    issuedAt: row.issuedAt.toISOString(),
    lastUpdated: row.publishedAt.toISOString(),
    pseudonym: {
      system: pseudonymSystem,
      value: pseudonymFor(services, platform.actorId, row.personId),
    },
    numberSystem,
  });
}
