import { setTimeout as delay } from 'node:timers/promises';

/** Where the service is, and the key it is used with. */
export interface Access {
  readonly url: string;
  readonly key: string;
}

/** The service understood the request and refused it. */
export class RefusedRequest extends Error {
  readonly status: number;
  readonly runId: string | null;

  constructor(status: number, body: string) {
    const problem = parsed(body);
    super(wordsOf(problem) ?? `the service answered ${status}`);
    this.status = status;
    this.runId = typeof problem.runId === 'string' ? problem.runId : null;
  }
}

/** Waits between attempts, seconds; the last is used again and again. */
const retrySeconds = [1, 2, 5, 10, 30, 60];
const attemptsMax = 100;

/** One request, tried again while the service cannot be reached or is not well. */
export async function callService<T>(
  { url, key }: Access,
  request: { method: 'GET' | 'POST'; path: string; type?: string; body?: string },
): Promise<T> {
  const { method, path, type = 'application/json', body } = request;
  const headers = { authorization: `Bearer ${key}`, ...(body && { 'content-type': type }) };
  for (let attempt = 0; ; attempt++) {
    const answer = await fetch(`${url}${path}`, { method, headers, ...(body && { body }) }).catch(
      () => null,
    );
    if (answer?.ok) return (await answer.json()) as T;
    const isPassing = answer === null || answer.status >= 500 || answer.status === 429;
    if (!isPassing || attempt >= attemptsMax) {
      throw new RefusedRequest(answer?.status ?? 503, (await answer?.text()) ?? '');
    }
    await delay(1000 * retrySeconds[Math.min(attempt, retrySeconds.length - 1)]);
  }
}

function parsed(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Every line of a refused sheet, or the one sentence of another problem. */
function wordsOf({ detail, remedy, lines }: Record<string, unknown>): string | null {
  if (Array.isArray(lines)) {
    return lines.map(({ line, detail: what }) => `sample sheet, line ${line}: ${what}`).join('\n');
  }
  return typeof detail === 'string' ? [detail, remedy].filter(Boolean).join('; ') : null;
}
