import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { finishElsewhere, startElsewhere } from '../actions/sign-in-elsewhere.ts';
import { ownAddress } from '../authentication.ts';
import { languageOf } from '../page-context.ts';
import { signedInPage, signInPage } from '../pages/sign-in-pages.ts';
import { nextPage } from '../return-path.ts';
import { sessionCookieOptions } from '../session-cookie.ts';
import { attemptForm, keepSession, sendForm } from './send-form.ts';

const path = '/sign-in/oidc';
const hidden = { hide: true } as const;
const attemptCookie = 'banyan_attempt';
const attemptSeconds = 600;

/** Signing in at the identity provider: code and PKCE, the attempt bound to this browser. */
export const elsewherePages: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  // Sent with the provider's redirect, which comes from another site; good for nothing else.
  const cookie: CookieSerializeOptions = {
    ...sessionCookieOptions(services.config),
    ...{ sameSite: 'lax', path, maxAge: attemptSeconds },
  };
  app.get(path, { config: { anonymous: true }, schema: hidden }, (request, reply) =>
    attemptForm(reply, {
      attempt: async () => {
        const started = await startElsewhere(services, `${ownAddress(request)}${path}/callback`);
        return reply
          .header('cache-control', 'no-store')
          .setCookie(attemptCookie, started.attempt, cookie)
          .redirect(started.location, 303);
      },
      refuse: (alert) => sendSignIn(request, reply, alert),
    }),
  );
  app.get(`${path}/callback`, { config: { anonymous: true }, schema: hidden }, (request, reply) => {
    reply.clearCookie(attemptCookie, cookie);
    return attemptForm(reply, {
      attempt: async () => {
        const { token, caller } = await finishElsewhere(services, {
          url: new URL(request.url, ownAddress(request)),
          ...{ attempt: request.cookies[attemptCookie] ?? '', address: request.ip },
        });
        keepSession(reply, token);
        const next = nextPage(request, reply, caller.session?.step ?? 'signed-in');
        // A redirect would still count as the other site's, and the new cookie would stay behind.
        reply.header('refresh', `0; url=${next}`);
        return sendForm(reply, signedInPage(contextOf(request), { next }));
      },
      refuse: (alert) => sendSignIn(request, reply, alert),
    });
  });
};

function contextOf(request: FastifyRequest) {
  return { language: languageOf(request), path: '/sign-in', user: null };
}

function sendSignIn(request: FastifyRequest, reply: FastifyReply, alert: string): FastifyReply {
  const context = contextOf(request);
  return sendForm(reply, signInPage(context, { alert, isFresh: false, isElsewhere: true }));
}
