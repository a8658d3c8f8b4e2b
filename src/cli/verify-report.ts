import { createHash } from 'node:crypto';
import type { AnalysisResult } from '../analysis/analysis-result.ts';
import { failure, type Result, success } from '../analysis/data-problem.ts';
import type { ReportDocument } from '../casework/report/report-document.ts';
import { reportLayoutVersion } from '../exchange/print/report-layout.ts';
import { printedReport } from '../http/actions/print-report.ts';
import { createReportPrinter, type ReportPrinter } from '../jobs/report-printer.ts';
import { listPrints } from '../store/report-print-store.ts';
import { getReport, type ReportRow } from '../store/report-store.ts';
import { getResultBody } from '../store/result-store.ts';
import type { OwnerServices } from './as-owner.ts';
import { firstDifference } from './first-difference.ts';
import { repeatAnalysis } from './repeat-analysis.ts';

/**
 * Proves an issued report from what its home holds: its text by its SHA-256, its analysis computed
 * again from the sealed files, every page on record set again. One line a proof, or what differs.
 */
export async function verifyReport(
  services: OwnerServices,
  id: string,
): Promise<Result<readonly string[]>> {
  const report = await getReport(services.kysely, id);
  if (!report) return failure({ kind: 'report-differs', detail: 'no such report in this home' });
  const { seal } = JSON.parse(report.body) as ReportDocument;
  if (sha256Of(report.body) !== report.bodySha256)
    return differs('its text is not what was sealed');
  const analysis = await getResultBody(services.kysely, report.analysisResultId);
  if (sha256Of(analysis) !== seal.analysisSha256) {
    return differs('its analysis is not the one it was sealed with');
  }
  const sealed = JSON.parse(analysis) as AnalysisResult;
  const isNamed = sealed.input.sha256 === seal.inputSha256 && sealed.model.id === seal.modelId;
  if (!isNamed) return differs('it names another input or model than its analysis');
  const again = await repeatAnalysis(services, { sampleId: report.sampleId, sealed });
  if (!again.ok) return again;
  const differing = firstDifference(Buffer.from(analysis), again.value);
  if (differing !== null) return failure(differing);
  const pages = await verifyPages(services, report);
  if (!pages.ok) return pages;
  return success([
    `text: the same ${Buffer.byteLength(report.body)} bytes, SHA-256 ${report.bodySha256}`,
    `analysis: the same ${again.value.length} bytes again`,
    ...pages.value,
  ]);
}

async function verifyPages(
  services: OwnerServices,
  report: ReportRow,
): Promise<Result<readonly string[]>> {
  const printer = createReportPrinter(services.config.fontFolder);
  try {
    const lines: string[] = [];
    for (const page of await listPrints(services.kysely, report.id)) {
      const name = `page ${page.language} (${page.state}, layout ${page.layout})`;
      if (page.layout !== reportLayoutVersion) {
        lines.push(`${name}: not compared, this version prints layout ${reportLayoutVersion}`);
        continue;
      }
      const again = await printAgain(services, { printer, report, page });
      if (!again.ok) return again;
      if (sha256Of(again.value) !== page.sha256) return differs(`${name} is not what was printed`);
      lines.push(`${name}: the same ${again.value.length} bytes again`);
    }
    return success(lines.length > 0 ? lines : ['pages: none was printed yet']);
  } finally {
    await printer.close();
  }
}

interface Page {
  readonly printer: ReportPrinter;
  readonly report: ReportRow;
  readonly page: Awaited<ReturnType<typeof listPrints>>[number];
}

/** As it stood when it was printed: a version may have been amended or revoked since. */
async function printAgain(services: OwnerServices, { printer, report, page }: Page) {
  const { language, state } = page;
  return printer.print(await printedReport(services, { ...report, state }, language));
}

function differs(detail: string) {
  return failure({ kind: 'report-differs', detail });
}

function sha256Of(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
