import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import {
  type AnswerKey,
  claimAnswer,
  forgetAnswer,
  keepAnswer,
} from '../store/idempotent-answer-store.ts';
import { HttpProblem } from './problem.ts';

const claimed = new WeakMap<FastifyRequest, AnswerKey>();

/**
 * Answers a repeated POST with the answer of the first. Applies to /api/v1 and /fhir when the
 * request names an Idempotency-Key; only what took effect is kept, so a refused request may be
 * corrected and sent again.
 */
export const idempotency = fastifyPlugin(
  (app: FastifyInstance) => {
    app.addHook('preHandler', replayOrClaim);
    app.addHook('onSend', async (request, reply, payload) => {
      const key = claimed.get(request);
      if (key) await settle(request, { reply, payload, key });
      return payload;
    });
    return Promise.resolve();
  },
  { name: 'idempotency', dependencies: ['authentication'] },
);

async function replayOrClaim(
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const idempotencyKey = keyOf(request);
  if (idempotencyKey === null) return undefined;
  const key = { actorId: request.caller.actorId, idempotencyKey };
  const { kysely, clock } = request.server.services;
  const requestSha256 = hashOf(request);
  const kept = await claimAnswer(kysely, { ...key, requestSha256, now: clock() });
  if (kept.state === 'claimed') {
    claimed.set(request, key);
    return undefined;
  }
  if (!kept.requestSha256.equals(requestSha256)) {
    throw new HttpProblem('idempotency-key-reused', 'another request was sent with this key');
  }
  if (kept.state === 'in-flight') {
    reply.header('retry-after', '1');
    throw new HttpProblem('request-in-flight', 'the first request is not answered yet');
  }
  return reply
    .code(kept.status)
    .header('idempotency-replayed', 'true')
    .type(kept.contentType)
    .serializer((payload: unknown) => String(payload))
    .send(kept.body);
}

async function settle(
  request: FastifyRequest,
  { reply, payload, key }: { reply: FastifyReply; payload: unknown; key: AnswerKey },
): Promise<void> {
  claimed.delete(request);
  const { kysely } = request.server.services;
  if (reply.statusCode >= 400 || (payload != null && typeof payload !== 'string')) {
    await forgetAnswer(kysely, key);
    return;
  }
  await keepAnswer(kysely, key, {
    status: reply.statusCode,
    contentType: String(reply.getHeader('content-type') ?? 'application/json'),
    body: payload ?? '',
  });
}

function keyOf(request: FastifyRequest): string | null {
  const header = request.headers['idempotency-key'];
  if (header === undefined || request.method !== 'POST') return null;
  const pattern = request.routeOptions.url ?? '';
  // Uploads carry their own protocol of repetition.
  if (!/^\/(?:api\/v1|fhir)\/(?!uploads)/.test(pattern)) return null;
  const { anonymous, secretAnswer } = request.routeOptions.config;
  if (anonymous === true) return null;
  if (secretAnswer === true) {
    const detail = 'the answer holds a secret, which is not kept for repetition';
    throw new HttpProblem('idempotency-key-malformed', detail);
  }
  if (typeof header !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(header)) {
    throw new HttpProblem('idempotency-key-malformed', 'the Idempotency-Key cannot be used');
  }
  return header;
}

function hashOf(request: FastifyRequest): Buffer {
  return createHash('sha256')
    .update(`${request.method} ${request.url}\n`)
    .update(JSON.stringify(request.body ?? null))
    .digest();
}
