import autocannon from 'autocannon';
import type { SeededHome } from './seed-reports.ts';
import { workload } from './workload.ts';

/** What so many seconds of audited report reads came to. */
export interface ReadsMeasured {
  readonly perSecond: number;
  readonly answered: number;
  readonly p50: number;
  readonly p99: number;
}

/** Reads every report in turn as every reader in turn, each as soon as the last is answered. */
export async function measureReads(
  url: string,
  { reportIds, readers }: SeededHome,
  { seconds }: { readonly seconds: number },
): Promise<ReadsMeasured> {
  const requests = readers.map((reader, i) => ({
    method: 'GET' as const,
    path: `/api/v1/reports/${reportIds[i % reportIds.length]}`,
    headers: { authorization: `Bearer ${reader}` },
  }));
  const { connections } = workload;
  const result = await autocannon({ url, connections, duration: seconds, requests, workers: 1 });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${result.non2xx} reads were refused, ${result.errors} failed`);
  }
  const { p50, p99 } = result.latency;
  return { perSecond: result.requests.average, answered: result['2xx'], p50, p99 };
}
