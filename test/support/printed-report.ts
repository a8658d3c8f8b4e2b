import { reportContent } from '../../src/casework/report/report-content.ts';
import type { PrintedReport } from '../../src/exchange/print/report-print.ts';
import { reportInputExample } from './report-example.ts';

/** A complete report as it goes to the printer. */
export function printedReportExample(
  change: Partial<PrintedReport> = {},
  input: Parameters<typeof reportInputExample>[0] = {},
): PrintedReport {
  return {
    document: reportContent(reportInputExample(input)),
    ...{ name: '陈小燕', language: 'zh', state: 'ISSUED', bodySha256: 'd'.repeat(64) },
    ...change,
  };
}
