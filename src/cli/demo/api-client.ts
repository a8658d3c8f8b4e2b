import { randomUUID } from 'node:crypto';

/** One user of the service: calls it with its own key, as any client would. */
export interface ApiClient {
  readonly key: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
}

/** A client with one key; an answer other than 2xx is an error that carries the problem's words. */
export function createApiClient(address: string, key: string): ApiClient {
  const call = async <T>(path: string, init: RequestInit): Promise<T> => {
    const url = path.startsWith('http') ? path : `${address}${path}`;
    const answer = await fetch(url, {
      ...init,
      headers: { authorization: `Bearer ${key}`, ...init.headers },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${init.method} ${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text) as T;
  };
  return {
    key,
    get: (path) => call(path, { method: 'GET' }),
    post: (path, body) =>
      call(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
        body: JSON.stringify(body),
      }),
  };
}
