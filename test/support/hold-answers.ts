import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { afterAll, expect } from 'vitest';
import type { Description, SentAnswer } from './described-answers.ts';

/**
 * Runs before every test file: whatever an application answers in it, by injection or over a
 * socket, is held against the OpenAPI document it gives of itself. Pages stand in none.
 */
const sent: [FastifyInstance, SentAnswer][] = [];

const listen = (message: unknown) => {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('onRequest', (request, reply, done) => {
    const { is404, routeOptions } = request;
    const isDescribed = 'swagger' in fastify && !is404 && routeOptions.schema?.hide !== true;
    if (isDescribed) listenTo(request, reply, (answer) => sent.push([fastify, answer]));
    done();
  });
};
subscribe('fastify.initialization', listen);

afterAll(async () => {
  unsubscribe('fastify.initialization', listen);
  expect(await faultsOf(sent)).toEqual([]);
});

/** The bytes as they leave, past whatever hook or serialiser made them. */
function listenTo(
  { method, routeOptions: { url = '' } }: FastifyRequest,
  { raw }: FastifyReply,
  tell: (answer: SentAnswer) => void,
): void {
  const pieces: Buffer[] = [];
  const keep = (piece: unknown) => {
    if (typeof piece === 'string') pieces.push(Buffer.from(piece));
    if (piece instanceof Uint8Array) pieces.push(Buffer.from(piece));
  };
  const { write, end } = raw;
  raw.write = (piece: unknown, ...rest: unknown[]) => {
    keep(piece);
    return Reflect.apply(write, raw, [piece, ...rest]);
  };
  raw.end = (...rest: unknown[]) => {
    keep(rest[0]);
    const type = raw.getHeader('content-type');
    const mediaType = type === undefined ? null : String(type).split(';')[0];
    tell({ ...{ method, url, mediaType }, status: raw.statusCode, body: Buffer.concat(pieces) });
    return Reflect.apply(end, raw, rest);
  };
}

async function faultsOf(answers: typeof sent): Promise<string[]> {
  if (answers.length === 0) return [];
  const { describedAnswers } = await import('./described-answers.ts');
  const judges = new Map<FastifyInstance, (answer: SentAnswer) => string | null>();
  const faults = answers.map(([app, answer]) => {
    const judge = judges.get(app) ?? describedAnswers(app.swagger() as unknown as Description);
    judges.set(app, judge);
    const fault = judge(answer);
    return fault && `${answer.method} ${answer.url} ${answer.status}: ${fault}`;
  });
  return [...new Set(faults.filter((fault) => fault !== null))];
}
