import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';

/** Where traces are sent, and what this service is called there. */
export interface TraceSettings {
  /** Base address of an OpenTelemetry collector that takes OTLP over HTTP. */
  readonly endpoint: string;
  readonly serviceName: string;
}

/** A piece of work that has ended. Names and attributes never hold an id of a person or sample. */
export interface Span {
  readonly name: string;
  readonly kind: 'server' | 'consumer';
  readonly milliseconds: number;
  readonly hasFailed: boolean;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** The W3C header `traceparent` of whoever asked for it. */
  readonly parent?: string | undefined;
}

export interface TraceExporter {
  /** Takes a span whose end is now; whoever calls it never waits. */
  record(span: Span): void;
  /** Sends what is left. */
  close(): Promise<void>;
}

const kinds = { server: 2, consumer: 5 } as const;
const failedStatus = 2;
const batchSize = 512;
/** What waits beyond is forgotten: traces are no record. */
const waitingMax = 2048;
const sendEveryMilliseconds = 2000;
const sendMillisecondsMax = 5000;

/** Sends spans to a collector by OTLP/HTTP in JSON, in batches, and gives up what it refuses. */
export function exportTraces(
  settings: TraceSettings,
  { log, softwareVersion }: { log: Pick<Logger, 'warn'>; softwareVersion: string },
): TraceExporter {
  const waiting: object[] = [];
  let sending: Promise<void> = Promise.resolve();
  const resource = attributesOf({
    'service.name': settings.serviceName,
    'service.version': softwareVersion,
  });

  async function send(): Promise<void> {
    const spans = waiting.splice(0, batchSize);
    if (spans.length === 0) return;
    const scopeSpans = [{ scope: { name: 'banyan' }, spans }];
    const body = { resourceSpans: [{ resource: { attributes: resource }, scopeSpans }] };
    try {
      const response = await fetch(`${settings.endpoint}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(sendMillisecondsMax),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`the collector answered ${response.status}`);
    } catch (error) {
      log.warn({ err: error, spans: spans.length }, 'traces were not taken');
    }
  }

  const flush = () => {
    sending = sending.then(send);
    return sending;
  };
  const timer = setInterval(flush, sendEveryMilliseconds).unref();
  return {
    record(span) {
      const written = waiting.length < waitingMax ? otlpSpan(span, Date.now()) : null;
      if (written === null) return;
      waiting.push(written);
      if (waiting.length === batchSize) void flush();
    },
    async close() {
      clearInterval(timer);
      while (waiting.length > 0) await flush();
      await sending;
    },
  };
}

/** Null where the caller has decided that its trace is not kept. */
function otlpSpan(span: Span, endedAt: number): object | null {
  const { name, kind, milliseconds, hasFailed, attributes, parent } = span;
  const [, traceId, parentSpanId, flags] = traceparent.exec(parent ?? '') ?? [];
  if (flags !== undefined && (Number.parseInt(flags, 16) & 1) === 0) return null;
  return {
    traceId: traceId ?? randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    ...(parentSpanId && { parentSpanId }),
    ...{ name, kind: kinds[kind], attributes: attributesOf(attributes) },
    startTimeUnixNano: nanoseconds(endedAt - milliseconds),
    endTimeUnixNano: nanoseconds(endedAt),
    status: hasFailed ? { code: failedStatus } : {},
  };
}

/** W3C Trace Context, version 00; ids of zeros are none. */
const traceparent = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

function attributesOf(values: Readonly<Record<string, string | number>>): object[] {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }));
}

function nanoseconds(milliseconds: number): string {
  return String(BigInt(Math.round(milliseconds * 1000)) * 1000n);
}
