import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { apiKeyHash } from '../../security/api-key.ts';
import { closeSession, findCallerByKey, openSession } from '../../store/api-key-store.ts';
import { requireSameOrigin, sessionCookie, sessionSeconds } from '../authentication.ts';
import { chooseLanguage } from '../pages/language.ts';
import { signInPage } from '../pages/sign-in-page.ts';

/** The page's door: an API key once, then a session cookie that no script can read. */
export const signInRoutes: FastifyPluginAsyncZod = async (app) => {
  const { kysely, clock } = app.services;
  await app.get(
    '/sign-in',
    { config: { anonymous: true }, schema: { hide: true } },
    (request, reply) => sendSignIn(request, reply, { failed: false }),
  );
  await app.post(
    '/sign-in',
    {
      config: { anonymous: true },
      schema: { hide: true, body: z.object({ key: z.string().max(200) }) },
    },
    async (request, reply) => {
      requireSameOrigin(request);
      const caller = await findCallerByKey(kysely, apiKeyHash(request.body.key.trim()));
      if (!caller) return sendSignIn(request, reply.code(401), { failed: true });
      const session = { apiKeyId: caller.apiKeyId, now: clock(), seconds: sessionSeconds };
      const token = await openSession(kysely, session);
      return reply
        .setCookie(sessionCookie, token, { ...cookieOptions, maxAge: sessionSeconds })
        .redirect('/', 303);
    },
  );
  await app.post(
    '/sign-out',
    { config: { anonymous: true }, schema: { hide: true } },
    async (request, reply) => {
      requireSameOrigin(request);
      const token = request.cookies[sessionCookie];
      if (token !== undefined) await closeSession(kysely, apiKeyHash(token));
      return reply.clearCookie(sessionCookie, cookieOptions).redirect('/sign-in', 303);
    },
  );
};

const cookieOptions = { httpOnly: true, sameSite: 'strict', path: '/' } as const;

function sendSignIn(
  request: FastifyRequest,
  reply: FastifyReply,
  { failed }: { failed: boolean },
): FastifyReply {
  const language = chooseLanguage({
    query: new URL(request.url, 'http://page').searchParams.get('lang') ?? undefined,
    header: request.headers['accept-language'],
  });
  const page = signInPage({ language, path: '/sign-in', user: null }, { failed });
  return reply.type('text/html; charset=utf-8').send(page);
}
