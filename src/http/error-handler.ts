import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { languageOf } from './page-context.ts';
import { problemPage } from './pages/problem-page.ts';
import { HttpProblem, sendProblem } from './problem.ts';
import { type ProblemKind, problemCatalogue } from './problem-catalogue.ts';

/** Turns everything thrown into a problem; what we did not foresee is a 500 that tells nothing. */
export function errorHandler(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const problem = problemOf(error);
  if (problem.kind === 'internal-fault') {
    request.log.error({ err: error }, 'request failed');
  }
  return sendProblem(request, reply, problem);
}

/** Answers an address nobody serves. */
export function notFoundHandler(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = HttpProblem.notFound('address');
  if (!(request.headers.accept ?? '').startsWith('text/html')) {
    return sendProblem(request, reply, problem);
  }
  const { kind, message: detail } = problem;
  const { status } = problemCatalogue[kind];
  const page = problemPage({ language: languageOf(request), kind, detail });
  return reply.code(status).type('text/html; charset=utf-8').send(page);
}

/** Answers an address that cannot be read at all: such a request never comes to a route. */
export function addressHandler(
  _error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  sendProblem(request, reply, new HttpProblem('request-malformed', 'the address cannot be read'));
}

/** No connection, or a server that stops, has crashed or starts; some errors carry no code. */
const databaseIsAway = /^(?:ECONNREFUSED|ECONNRESET|EPIPE|57P0[123]|08\d{3})$/;

const connectionIsLost =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when)/;

const kindOfStatus: Readonly<Record<number, ProblemKind>> = {
  400: 'request-malformed',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'body-too-large',
  414: 'request-malformed',
  415: 'media-type-unknown',
  429: 'too-many-requests',
};

/** The problem a thrown error is to its caller. */
export function problemOf(error: FastifyError): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return malformed(error);
  const kind = kindOfStatus[error.statusCode ?? 500];
  if (kind !== undefined) return new HttpProblem(kind, error.message);
  // A database that is down or starts again: whoever asks once more is answered.
  if (databaseIsAway.test(String(error.code)) || connectionIsLost.test(error.message)) {
    return new HttpProblem('not-ready', 'the database does not answer');
  }
  return new HttpProblem('internal-fault', 'the request id is in the log');
}

function malformed(error: {
  validation: { instancePath: string; message?: string }[];
  validationContext?: string;
}): HttpProblem {
  const place = error.validationContext ?? 'request';
  const errors = error.validation.map(({ instancePath, message }) => ({
    path: `${place}${instancePath}`,
    message: message ?? 'is not valid',
  }));
  const first = errors[0];
  const rest = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new HttpProblem('request-malformed', `${first.path}: ${first.message}${rest}`, { errors });
}
