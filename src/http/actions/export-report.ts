import type { AnalysisResult } from '../../analysis/analysis-result.ts';
import type { ReportDocument } from '../../casework/report/report-document.ts';
import { familyMessage } from '../../exchange/phenopacket/family-message.ts';
import type { Family } from '../../exchange/phenopacket/phenopacket-types.ts';
import { reportVcf } from '../../exchange/vcf/report-vcf.ts';
import type { Caller } from '../../security/caller.ts';
import { findOutboxOfReport } from '../../store/outbox-store.ts';
import { getReport, type ReportRow } from '../../store/report-store.ts';
import { getResultBody } from '../../store/result-store.ts';
import { HttpProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import { printable } from './print-report.ts';
import { conflict } from './refusal.ts';
import { pseudonymFor } from './report-document.ts';

/** An issued version as VCF 4.4. */
export async function exportVcf({ kysely }: Services, id: string): Promise<string> {
  const report = await requireReport({ kysely }, id);
  const { bodySha256, analysisResultId } = report;
  return reportVcf({
    ...{ document: documentOf(report), state: printable(report.state), bodySha256 },
    analysis: JSON.parse(await getResultBody(kysely, analysisResultId)) as AnalysisResult,
  });
}

/** An issued version as a Family message, the woman by the registry's name for her. */
export async function exportFamily({ kysely }: Services, id: string): Promise<Family> {
  const report = await requireReport({ kysely }, id);
  return familyOf(report, documentOf(report).subject.pseudonym);
}

/** The same for the platform, by its own name for her: only what it may pull. */
export async function pullFamily(
  services: Services,
  platform: Caller,
  id: string,
): Promise<Family> {
  const released = await findOutboxOfReport(services.kysely, id);
  if (!released) throw HttpProblem.notFound('released report');
  if (released.isWithdrawal) throw conflict('it is taken back');
  const report = await requireReport(services, id);
  return familyOf(report, pseudonymFor(services, platform.actorId, released.personId));
}

async function requireReport({ kysely }: Pick<Services, 'kysely'>, id: string): Promise<ReportRow> {
  const report = await getReport(kysely, id);
  if (!report) throw HttpProblem.notFound('report');
  return report;
}

/** A phenopacket has no state of its own: what is out of force is none. */
function familyOf(report: ReportRow, pseudonym: string): Family {
  if (report.state !== 'ISSUED') throw conflict(`the version is ${report.state}`);
  const issuedAt = report.issuedAt.toISOString();
  return familyMessage({
    ...{ reportId: report.id, document: documentOf(report), pseudonym, issuedAt },
  });
}

function documentOf({ body }: ReportRow): ReportDocument {
  return JSON.parse(body) as ReportDocument;
}
