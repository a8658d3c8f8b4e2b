import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../security/caller.ts';
import { chooseLanguage, type Language } from './pages/language.ts';
import type { PageContext } from './pages/layout.ts';

const languageCookie = 'banyan_language';
const yearSeconds = 365 * 86_400;

/** Who looks at a page and in which language; a language asked for is remembered. */
export function pageContext(request: FastifyRequest, reply: FastifyReply): PageContext {
  const { pathname, searchParams } = new URL(request.url, 'http://page');
  const asked = searchParams.get('lang');
  const language = languageOf(request);
  if (asked === language) {
    const options = { path: '/', httpOnly: true, sameSite: 'strict', maxAge: yearSeconds } as const;
    reply.setCookie(languageCookie, language, options);
  }
  const isAnonymous = request.routeOptions.config.anonymous === true;
  return { language, path: pathname, user: isAnonymous ? null : userOf(request.caller) };
}

function userOf({ displayName, roles }: Caller): NonNullable<PageContext['user']> {
  return { name: displayName, roles };
}

/** The language of a request: asked for, remembered, preferred by the browser, or Chinese. */
export function languageOf(request: FastifyRequest): Language {
  const { searchParams } = new URL(request.url, 'http://page');
  return chooseLanguage({
    query: searchParams.get('lang') ?? undefined,
    cookie: request.cookies[languageCookie],
    header: request.headers['accept-language'],
  });
}
