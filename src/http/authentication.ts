import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { apiKeyHash } from '../security/api-key.ts';
import { hasPermission, type Permission, type Role } from '../security/roles.ts';
import { type Caller, findCallerByKey, findCallerBySession } from '../store/api-key-store.ts';
import { HttpProblem } from './problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a caller's role must hold to use the route. */
    permission?: Permission;
    /** Says in so many words that the route needs no key. */
    anonymous?: true;
    /** What it answers, by status, where no schema checks the answer. */
    answers?: Readonly<Record<number, string>>;
  }
  interface FastifyRequest {
    /** Who asks. Throws on an anonymous route, where nobody is known. */
    readonly caller: Caller;
  }
}

/** Name of the page's session cookie. */
export const sessionCookie = 'banyan_session';

/** How long a sign-in on the page lasts, seconds. */
export const sessionSeconds = 8 * 3600;

const callers = new WeakMap<FastifyRequest, Caller>();

/**
 * Lets a request through only with a key whose role holds the route's permission. A route that
 * declares neither `config.permission` nor `config.anonymous` stops the start.
 */
export const authentication = fastifyPlugin(
  (app: FastifyInstance) => {
    app.addHook('onRoute', ({ method, url, config }) => {
      if ((config?.permission !== undefined) === (config?.anonymous === true)) {
        throw new Error(`route ${String(method)} ${url} must declare a permission or anonymous`);
      }
    });
    app.decorateRequest('caller', {
      getter(this: FastifyRequest): Caller {
        const caller = callers.get(this);
        if (!caller) throw new Error('an anonymous route asked for its caller');
        return caller;
      },
    });
    app.addHook('onRequest', authenticate);
    return Promise.resolve();
  },
  { name: 'authentication' },
);

async function authenticate(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (request.is404 || request.routeOptions.config.anonymous === true) return;
  const caller = await findCaller(request);
  if (!caller && wantsPage(request)) return void (await reply.redirect('/sign-in', 303));
  if (!caller) {
    reply.header('www-authenticate', 'Bearer realm="banyan"');
    throw new HttpProblem('key-missing', 'this address needs a valid API key');
  }
  requirePermission(caller.role, request.routeOptions.config.permission);
  callers.set(request, caller);
}

/** A person at a browser is shown the door instead of a problem. */
function wantsPage({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && (headers.accept ?? '').startsWith('text/html');
}

async function findCaller(request: FastifyRequest): Promise<Caller | null> {
  const { kysely, clock } = request.server.services;
  const bearer = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '');
  if (bearer) return findCallerByKey(kysely, apiKeyHash(bearer[1]));
  const token = request.cookies[sessionCookie];
  if (request.headers.authorization !== undefined || token === undefined) return null;
  const caller = await findCallerBySession(kysely, {
    tokenSha256: apiKeyHash(token),
    now: clock(),
  });
  if (caller) requireSameOrigin(request);
  return caller;
}

function requirePermission(role: Role, permission: Permission | undefined): void {
  if (permission === undefined || !hasPermission(role, permission)) {
    throw new HttpProblem('permission-missing', `the role ${role} may not do this`, {
      permission: permission ?? null,
    });
  }
}

/** A form sent with the page's cookie must come from the page itself. */
export function requireSameOrigin(request: FastifyRequest): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return;
  const { origin } = request.headers;
  if (origin !== `${request.protocol}://${request.host}`) {
    throw new HttpProblem('cross-site-request', 'the header Origin does not name this service');
  }
}
