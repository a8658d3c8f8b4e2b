import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { bearerHash, bearerUse } from '../security/bearer-token.ts';
import { type Caller, may } from '../security/caller.ts';
import type { Permission } from '../security/roles.ts';
import { findCallerByKey } from '../store/api-key-store.ts';
import { batched } from '../store/batched.ts';
import { findCallerByToken } from '../store/oauth-store.ts';
import { findCallersBySession } from '../store/session-store.ts';
import type { DescribedHeader } from './describe-headers.ts';
import { HttpProblem } from './problem.ts';
import { noteReturn } from './return-path.ts';
import type { Services } from './services.ts';
import { sessionCookie } from './session-cookie.ts';
import { requireFreshFactor, requireSignedIn, signInPageOf } from './sign-in-step.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a caller must hold to use the route. */
    permission?: Permission;
    /** The route is about the caller's own session or account, whatever the roles. */
    self?: true;
    /** As `self`, and open while the sign-in is not complete. */
    signingIn?: true;
    /** Says in so many words that the route needs no key. */
    anonymous?: true;
    /** The second factor must have been given within the last quarter of an hour. */
    freshFactor?: true;
    /** Pages ask it by themselves: it does not keep an idle session alive. */
    quiet?: true;
    /** The answer holds a secret: it is never kept for repetition. */
    secretAnswer?: true;
    /** Headers it heeds, beside those that every route does. */
    headers?: readonly DescribedHeader[];
    /** Its body is a file, which comes as fast as it can. */
    anyPace?: true;
    /** Media type of a body that goes to disk as it comes. */
    part?: string;
    /** What it answers without a body, by status. */
    answers?: Readonly<Record<number, string>>;
  }
  interface FastifyRequest {
    /** Who asks. Throws on an anonymous route, where nobody is known. */
    readonly caller: Caller;
  }
}

const callers = new WeakMap<FastifyRequest, Caller>();
const accesses = ['permission', 'self', 'signingIn', 'anonymous'] as const;

/**
 * Lets a request through only if its caller holds the route's permission. A route that does not
 * declare exactly one of `permission`, `self`, `signingIn` and `anonymous` stops the start.
 */
export const authentication = fastifyPlugin(
  (app: FastifyInstance) => {
    app.addHook('onRoute', ({ method, url, config }) => {
      if (accesses.filter((access) => config?.[access] !== undefined).length !== 1) {
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
  const { config } = request.routeOptions;
  if (request.is404 || config.anonymous === true) return;
  const caller = await findCaller(request);
  if (!caller && wantsPage(request)) {
    noteReturn(request, reply);
    return void (await reply.redirect('/sign-in', 303));
  }
  if (!caller) {
    reply.header('www-authenticate', 'Bearer realm="banyan"');
    throw keyMissing();
  }
  const step = caller.session?.step ?? 'signed-in';
  if (config.signingIn !== true && step !== 'signed-in' && wantsPage(request)) {
    noteReturn(request, reply);
    return void (await reply.redirect(signInPageOf(step), 303));
  }
  requireLeave(caller, config);
  if (config.freshFactor === true) requireFreshFactor(caller, request.server.services.clock());
  callers.set(request, caller);
}

function requireLeave(caller: Caller, config: FastifyRequest['routeOptions']['config']): void {
  const { permission, signingIn } = config;
  if (permission === undefined) {
    if (caller.session === null) {
      throw new HttpProblem('permission-missing', 'only a person has a session');
    }
    if (signingIn !== true) requireSignedIn(caller);
    return;
  }
  requireSignedIn(caller);
  if (may(caller, permission)) return;
  const held = caller.roles.join(', ') || 'no role';
  throw new HttpProblem('permission-missing', `${held} may not do this`, { permission });
}

/** A person at a browser is shown the door instead of a problem. */
function wantsPage({ method, headers, routeOptions }: FastifyRequest): boolean {
  const isPage = routeOptions.schema?.hide === true;
  return isPage && method === 'GET' && (headers.accept ?? '').startsWith('text/html');
}

async function findCaller(request: FastifyRequest): Promise<Caller | null> {
  const { services } = request.server;
  const { authorization } = request.headers;
  const isQuiet = request.routeOptions.config.quiet === true;
  if (authorization !== undefined) {
    const bearer = /^Bearer +(\S+) *$/i.exec(authorization);
    return bearer ? findBearer(services, { token: bearer[1], isQuiet }) : null;
  }
  const token = request.cookies[sessionCookie(services.config)];
  if (token === undefined || bearerUse(token) !== 'session') return null;
  const caller = await findSession(services, { token, isQuiet });
  if (caller) requireSameOrigin(request);
  return caller;
}

/** After a wait: whoever signed out, or may no longer, meanwhile is told nothing more. */
export async function requireStillKnown(request: FastifyRequest): Promise<void> {
  const caller = await findCaller(request);
  if (!caller) throw keyMissing();
  requireLeave(caller, request.routeOptions.config);
}

function keyMissing(): HttpProblem {
  return new HttpProblem('key-missing', 'this address needs a valid key, token or session');
}

interface Shown {
  readonly token: string;
  /** Showing it does not count as use. */
  readonly isQuiet: boolean;
}

async function findBearer(services: Services, shown: Shown): Promise<Caller | null> {
  const { kysely } = services;
  const { token } = shown;
  const use = bearerUse(token);
  const now = services.clock();
  if (use === null) return null;
  if (use === 'session') return findSession(services, shown);
  if (use === 'access') return findCallerByToken(kysely, { token, now });
  return findCallerByKey(kysely, { keySha256: bearerHash(token), now });
}

type FindSession = (token: string) => Promise<Caller | undefined>;

const sessionsOf = new WeakMap<Services, { quiet: FindSession; noting: FindSession }>();

/** Requests that come together are looked up together, and each anew: who is out is out at once. */
async function findSession(services: Services, { token, isQuiet }: Shown): Promise<Caller | null> {
  const known = sessionsOf.get(services) ?? {
    quiet: sessions(services, { notesUse: false }),
    noting: sessions(services, { notesUse: true }),
  };
  sessionsOf.set(services, known);
  return (await (isQuiet ? known.quiet(token) : known.noting(token))) ?? null;
}

function sessions(
  { kysely, clock, config }: Services,
  { notesUse }: { notesUse: boolean },
): FindSession {
  const { idleSeconds } = config.session;
  return batched((tokens: readonly string[]) =>
    findCallersBySession(kysely, { tokens, now: clock(), idleSeconds, notesUse }),
  );
}

/** A form sent with the page's cookie must come from the page itself. */
export function requireSameOrigin(request: FastifyRequest): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return;
  if (request.headers.origin !== ownAddress(request)) {
    throw new HttpProblem('cross-site-request', 'the header Origin does not name this service');
  }
}

/** The address this service is known by: as configured, or as it was asked. */
export function ownAddress(request: FastifyRequest): string {
  const { publicUrl } = request.server.services.config;
  return publicUrl ?? `${request.protocol}://${request.host}`;
}
