import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { hasStaff } from '../../store/staff-store.ts';
import { signIn, signOut } from '../actions/sign-in.ts';
import { requireSameOrigin } from '../authentication.ts';
import { languageOf, pageContext } from '../page-context.ts';
import { accountPage, signInPage } from '../pages/sign-in-pages.ts';
import { goOn } from '../return-path.ts';
import { signInBody } from '../schemas/identity.ts';
import { sessionCookie, sessionCookieOptions } from '../session-cookie.ts';
import { elsewherePages } from './elsewhere-pages.ts';
import { passwordPages } from './password-pages.ts';
import { secondFactorPages } from './second-factor-pages.ts';
import { attemptForm, keepSession, sendForm } from './send-form.ts';
import { setUpPages } from './set-up-pages.ts';

const hidden = { hide: true } as const;

/** The page's door: name and password, second factor, and a session that its cookie holds. */
export const signInRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  const { kysely, config } = services;
  app.get('/sign-in', { config: { anonymous: true }, schema: hidden }, (request, reply) =>
    sendSignIn(request, reply, null),
  );
  app.post(
    '/sign-in',
    { config: { anonymous: true }, schema: { ...hidden, body: signInBody } },
    async (request, reply) => {
      requireSameOrigin(request);
      return attemptForm(reply, {
        attempt: async () => {
          const { token, caller } = await signIn(services, {
            ...request.body,
            address: request.ip,
          });
          keepSession(reply, token);
          const { step = 'signed-in' } = caller.session ?? {};
          return goOn(request, reply, step);
        },
        refuse: (alert) => sendSignIn(request, reply, alert),
      });
    },
  );
  app.post(
    '/sign-out',
    { config: { signingIn: true }, schema: { ...hidden, body: z.unknown() } },
    async (request, reply) => {
      await signOut(services, request.caller);
      return reply
        .clearCookie(sessionCookie(config), sessionCookieOptions(config))
        .redirect('/sign-in', 303);
    },
  );
  app.get('/account', { config: { self: true }, schema: hidden }, (request, reply) => {
    const { caller } = request;
    return sendForm(reply, accountPage(pageContext(request, reply), caller));
  });
  await app.register(secondFactorPages);
  await app.register(passwordPages);
  await app.register(setUpPages);
  if (config.oidc !== null) await app.register(elsewherePages);

  async function sendSignIn(
    request: FastifyRequest,
    reply: FastifyReply,
    alert: string | null,
  ): Promise<FastifyReply> {
    const context = { language: languageOf(request), path: '/sign-in', user: null };
    const isFresh = !(await hasStaff(kysely));
    return sendForm(
      reply,
      signInPage(context, { alert, isFresh, isElsewhere: config.oidc !== null }),
    );
  }
};
