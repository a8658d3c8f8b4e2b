import { setTimeout as delay } from 'node:timers/promises';

/** What came back on a request that was answered at all. */
export interface StormAnswered {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are judged by what the storm expects
  readonly body: any;
  readonly headers: Headers;
}

export interface StormRequest {
  readonly line: string;
  readonly bearer: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
}

/**
 * A client that has asked so often, some two minutes long, holds its work for lost. Counted, not
 * timed: on a machine that stands still for a while nothing is lost.
 */
const attemptsMax = 600;
const requestMilliseconds = 20_000;

/** Sends one request to one of the nodes; throws where no answer comes. */
export async function sendOnce(
  address: string,
  { line, bearer, body, idempotencyKey }: StormRequest,
): Promise<StormAnswered> {
  const [method, path] = line.split(' ');
  const answer = await fetch(path.startsWith('http') ? path : `${address}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(requestMilliseconds),
  });
  const text = await answer.text();
  const isJson = (answer.headers.get('content-type') ?? '').includes('json');
  return {
    ...{ status: answer.status, headers: answer.headers },
    body: isJson ? JSON.parse(text) : text,
  };
}

/**
 * Tries something until it succeeds or patience ends: whatever a fault may cause (no answer, a
 * wrong
 * clock, a database that is away, a full disk) is waited out.
 */
export async function untilDone<T>(what: string, attempt: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof Lost || attempts >= attemptsMax) {
        throw new Lost(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      }
      await delay(100 + Math.random() * 200);
    }
  }
}

/** Something acknowledged is gone, or something never comes to its end. */
export class Lost extends Error {}
