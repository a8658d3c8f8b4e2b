import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DataProblem } from '../analysis/data-problem.ts';
import type { CaseworkProblem } from '../casework/casework-problem.ts';
import { type ProblemKind, problemCatalogue } from './problem-catalogue.ts';

/** An answer of RFC 9457: the five standard members, the remedy, and ours as extensions. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly remedy: string;
  readonly [extension: string]: unknown;
}

/**
 * Thrown by a route to answer with a problem. `detail` is one sentence without personal data;
 * `extensions` become members of the answer.
 */
export class HttpProblem extends Error {
  readonly kind: ProblemKind;
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(kind: ProblemKind, detail: string, extensions: Record<string, unknown> = {}) {
    super(detail);
    this.name = 'HttpProblem';
    this.kind = kind;
    this.extensions = extensions;
  }

  /** The same for a fact about data, or a rule that refused. */
  static of(problem: DataProblem | CaseworkProblem): HttpProblem {
    const { kind, detail, ...extensions } = problem;
    return new HttpProblem(kind, detail, extensions);
  }

  /** 404 for an identifier nobody registered. */
  static notFound(what: string): HttpProblem {
    return new HttpProblem('not-found', `no such ${what}`);
  }
}

/** The document that tells a caller about a problem; a fault of ours names only the request. */
export function problemDocument(problem: HttpProblem, requestId: string): Problem {
  const { status, title, remedy } = problemCatalogue[problem.kind];
  return {
    ...problem.extensions,
    type: `/problems/${problem.kind}`,
    title,
    status,
    detail: problem.message,
    instance: `urn:banyan:request:${requestId}`,
    remedy,
  };
}

/** By then a database that died has been started again. */
const awaySeconds = 2;

/** Answers a request with a problem. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: HttpProblem,
): FastifyReply {
  const document = problemDocument(problem, request.id);
  const { retryAfter } = problem.extensions;
  const isAway = document.status === 503;
  const seconds = typeof retryAfter === 'number' ? retryAfter : isAway && awaySeconds;
  if (seconds !== false) reply.header('retry-after', String(seconds));
  return reply
    .code(document.status)
    .type('application/problem+json')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(document);
}
