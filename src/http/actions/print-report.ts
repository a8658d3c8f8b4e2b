import { createHash } from 'node:crypto';
import type { ReportDocument } from '../../casework/report/report-document.ts';
import { validateReport } from '../../casework/report/report-validator.ts';
import type { PrintLanguage } from '../../exchange/print/print-words.ts';
import { reportLayoutVersion } from '../../exchange/print/report-layout.ts';
import type { PrintedReport } from '../../exchange/print/report-print.ts';
import type { Caller } from '../../security/caller.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import { recordPrint } from '../../store/report-print-store.ts';
import { getReport, type ReportRow } from '../../store/report-store.ts';
import { HttpProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import { openIdentity } from './person-identity.ts';
import { accept, conflict } from './refusal.ts';
import { requirePregnancy } from './view-pregnancy.ts';

/**
 * The page of an issued version with her name in full, as PDF. Its SHA-256 is recorded and audited
 * when it is first made; a page that is not the same bytes later is never handed out.
 */
export async function printReport(
  services: Services,
  caller: Caller,
  { id, language }: { readonly id: string; readonly language: PrintLanguage },
): Promise<{ readonly pdf: Uint8Array; readonly sha256: string }> {
  const report = await getReport(services.kysely, id);
  if (!report) throw HttpProblem.notFound('report');
  const printed = await printedReport(services, report, language);
  const page = await services.printer.print(printed);
  if (!page.ok) throw HttpProblem.of(page.problem);
  const pdf = page.value;
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  await services.kysely.transaction().execute(async (tx) => {
    const at = services.clock();
    const key = { language, state: printed.state, layout: reportLayoutVersion };
    const kept = await recordPrint(tx, { reportId: id, ...key, sha256, printedAt: at });
    if (kept.sha256 !== sha256) throw new Error(`report ${id} no longer prints the same bytes`);
    const detail = { ...key, sha256, first: kept.first };
    await appendAuditEvents(tx, [
      { at, actor: caller.name, action: 'report.print', subject: `report/${id}`, detail },
    ]);
  });
  return { pdf, sha256 };
}

/** A version as it is printed: complete, or not at all. */
export async function printedReport(
  services: Pick<Services, 'kysely' | 'sealer'>,
  report: ReportRow,
  language: PrintLanguage,
): Promise<PrintedReport> {
  const document = accept(validateReport(JSON.parse(report.body) as ReportDocument));
  const pregnancy = await requirePregnancy(services.kysely, report.pregnancyId);
  const { name } = openIdentity(services, pregnancy);
  const { bodySha256 } = report;
  return { document, name, language, state: printable(report.state), bodySha256 };
}

/** The state of a version that has left the laboratory, or the rule it breaks. */
export function printable(state: string): PrintedReport['state'] {
  if (state === 'ISSUED' || state === 'AMENDED' || state === 'REVOKED') return state;
  throw conflict(`a report that is ${state} has not left the laboratory`);
}
