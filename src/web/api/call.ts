import { Problem, readProblem } from './problem.ts';
import { noteRefusal } from './session-end.ts';

/** An answer's type as it comes over the wire: dates are texts. */
export type Json<Value> = Value extends Date
  ? string
  : Value extends readonly (infer Item)[]
    ? readonly Json<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Json<Value[Key]> }
      : Value;

interface CallOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** Asks the service and gives the answer as it comes; throws a `Problem` for any refusal but 304. */
export async function send(path: string, options: CallOptions = {}): Promise<Response> {
  const { method = 'GET', body, headers = {}, signal } = options;
  const request: RequestInit = {
    method,
    headers: {
      accept: 'application/json',
      ...(body && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  };
  const answer = await fetch(path, request).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw Problem.noConnection(String(error));
  });
  if (answer.ok || answer.status === 304) return answer;
  const problem = await readProblem(answer);
  noteRefusal(problem);
  throw problem;
}

/** Asks the service and reads its JSON. */
export async function call<Answer>(path: string, options?: CallOptions): Promise<Json<Answer>> {
  return (await (await send(path, options)).json()) as Json<Answer>;
}

/**
 * A write that may be sent again after a lost answer: the key, made once for each intent, lets the
 * service do it once.
 */
export function write<Answer>(
  path: string,
  { key, body, headers }: { key: string; body?: object; headers?: Record<string, string> },
): Promise<Json<Answer>> {
  const all = { 'idempotency-key': key, ...headers };
  return call(path, { method: 'POST', headers: all, ...(body && { body }) });
}
