/** One user of the service: calls it with its own key or token, as any client would. */
export interface ApiClient {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
}

/** A key or token, how to get one, or null for nobody in particular. */
type Bearer = string | null | (() => Promise<string>);

/** A client; an answer other than 2xx is an error that carries the problem's words. */
export function createApiClient(address: string, bearer: Bearer): ApiClient {
  const call = async <T>(path: string, init: RequestInit): Promise<T> => {
    const url = path.startsWith('http') ? path : `${address}${path}`;
    const token = typeof bearer === 'function' ? await bearer() : bearer;
    const answer = await fetch(url, {
      ...init,
      headers: { ...(token !== null && { authorization: `Bearer ${token}` }), ...init.headers },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${init.method} ${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text) as T;
  };
  const send = <T>(method: string, path: string, body: unknown) =>
    call<T>(path, {
      ...{ method, headers: { 'content-type': 'application/json' } },
      body: JSON.stringify(body),
    });
  return {
    get: (path) => call(path, { method: 'GET' }),
    post: (path, body = {}) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
  };
}
