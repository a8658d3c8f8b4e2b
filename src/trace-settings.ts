import type { TraceSettings } from './jobs/export-traces.ts';
import { SetupProblem } from './security/setup-problem.ts';

export type { TraceSettings } from './jobs/export-traces.ts';

/** Where traces go, null without an endpoint; a wrong one is one line. */
export function traceSettings(endpoint: string | null, serviceName: string): TraceSettings | null {
  if (endpoint === null) return null;
  if (/^https?:\/\//.test(endpoint) && URL.canParse(endpoint)) {
    return { endpoint: endpoint.replace(/\/+$/, ''), serviceName };
  }
  throw new SetupProblem(
    'OTEL_EXPORTER_OTLP_ENDPOINT is no base address such as http://127.0.0.1:4318',
  );
}
