import type { Socket } from 'node:net';
import type { ConnectionError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { uuidV7 } from '../security/uuid-v7.ts';
import { HttpProblem, problemDocument } from './problem.ts';
import { type ProblemKind, problemCatalogue } from './problem-catalogue.ts';

/** How long a sender may take. */
export interface Pace {
  /** From the first byte of a request to the end of its headers. */
  readonly headersMilliseconds: number;
  /** From there to the end of its body. */
  readonly bodyMilliseconds: number;
  /** Nothing moves for so long, either way: all that is asked of files that are uploaded. */
  readonly silenceMilliseconds: number;
}

export const usualPace: Pace = {
  headersMilliseconds: 20_000,
  bodyMilliseconds: 60_000,
  silenceMilliseconds: 120_000,
};

/** What the server has to be made with; Node looks at headers under way only now and then. */
export function paceOptions({ headersMilliseconds, silenceMilliseconds }: Pace) {
  return {
    connectionTimeout: silenceMilliseconds,
    http: {
      headersTimeout: headersMilliseconds,
      connectionsCheckingInterval: headersMilliseconds / 4,
    },
    clientErrorHandler: refuseConnection,
  };
}

/**
 * Ends a body that comes drop by drop, with 408 where nothing was answered yet, so that a slow
 * sender holds no socket. Routes that say `anyPace` take their time, as long as something moves.
 */
export const endSlowRequests = fastifyPlugin(
  (app: FastifyInstance, { bodyMilliseconds }: Pick<Pace, 'bodyMilliseconds'>) => {
    app.addHook('onRequest', async (request, reply) => {
      const { anyPace } = request.routeOptions.config;
      if (anyPace === true || !hasBody(request)) return;
      const timer = setTimeout(() => end(request, reply), bodyMilliseconds);
      for (const event of ['end', 'close']) request.raw.once(event, () => clearTimeout(timer));
    });
    return Promise.resolve();
  },
  { name: 'end-slow-requests' },
);

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function end({ raw }: FastifyRequest, reply: FastifyReply): void {
  const isAwaited = raw.listenerCount('error') > 0;
  if (reply.sent || !isAwaited) return void raw.destroy();
  reply.header('connection', 'close');
  raw.emit('error', new HttpProblem('request-too-slow', 'the body did not come in time'));
}

const kindOfCode: Readonly<Record<string, ProblemKind>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request-too-slow',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
};

/** Answers what never became a request, and closes. */
function refuseConnection(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const kind = kindOfCode[error.code] ?? 'request-malformed';
  const { status, title } = problemCatalogue[kind];
  const problem = new HttpProblem(kind, 'what came is no request that can be answered');
  const body = JSON.stringify(problemDocument(problem, uuidV7()));
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}
