import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignInStep } from '../security/caller.ts';
import { signInPageOf } from './sign-in-step.ts';

const returnCookie = 'banyan_return';
const options = { path: '/', httpOnly: true, sameSite: 'strict' } as const;
const lifeSeconds = 900;
/** One of our own pages: nothing that could lead a browser to another host. */
const ownPath = /^\/(?:[a-z0-9-]+(?:\/[a-z0-9-]+)*)?$/i;

/** Whether a text is the path of a page one may be sent back to. */
export function isOwnPath(text: string): boolean {
  return text.length <= 200 && ownPath.test(text);
}

/** Remembers which page somebody wanted who has to pass the door first. */
export function noteReturn(
  request: FastifyRequest,
  reply: FastifyReply,
  wanted: string = new URL(request.url, 'http://page').pathname,
): void {
  if (wanted !== '/' && isOwnPath(wanted)) {
    reply.setCookie(returnCookie, wanted, { ...options, maxAge: lifeSeconds });
  }
}

/** Leads on: to the next step at the door, and behind it to the page that was wanted. */
export function goOn(request: FastifyRequest, reply: FastifyReply, step: SignInStep): FastifyReply {
  return reply.redirect(nextPage(request, reply, step), 303);
}

/** Where to go after a step at the door; the page that was wanted is then forgotten. */
export function nextPage(request: FastifyRequest, reply: FastifyReply, step: SignInStep): string {
  if (step !== 'signed-in') return signInPageOf(step);
  const wanted = request.cookies[returnCookie] ?? '';
  reply.clearCookie(returnCookie, options);
  return isOwnPath(wanted) ? wanted : '/';
}
