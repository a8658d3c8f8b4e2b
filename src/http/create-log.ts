import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * The log, on standard error unless told otherwise. It never holds personal data: no header, body
 * or address is logged, and of an error of the database only its kind and where it arose, since its
 * messages quote the values they are about.
 */
export function createLog(
  { logLevel }: { logLevel: string },
  destination: DestinationStream = pino.destination(2),
): Logger {
  return pino(
    {
      level: logLevel,
      base: null,
      serializers: { err: describeError, error: describeError, req: () => undefined },
      redact: { paths: ['*.authorization', '*.cookie', '*.key', '*.password'], remove: true },
    },
    destination,
  );
}

function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const isOfDatabase = 'severity' in error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    kind: error.name,
    message: isOfDatabase ? 'the database refused a statement' : error.message,
    code: 'code' in error ? error.code : undefined,
    constraint: 'constraint' in error ? error.constraint : undefined,
    stack: frames.join('\n'),
    cause: error.cause === undefined ? undefined : describeError(error.cause),
  };
}
