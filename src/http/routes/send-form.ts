import type { FastifyReply } from 'fastify';
import { HttpProblem } from '../problem.ts';
import { problemCatalogue } from '../problem-catalogue.ts';
import { sessionCookie, sessionCookieOptions } from '../session-cookie.ts';

/** Sends a page of the door, which no cache keeps. */
export function sendForm(reply: FastifyReply, page: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer(String)
    .send(page);
}

/**
 * Does what a form asks for, or shows the form again with the word for what was wrong: the fault of
 * a password, the reason of a rule, or the kind of problem.
 */
export async function attemptForm(
  reply: FastifyReply,
  form: {
    readonly attempt: () => Promise<FastifyReply>;
    readonly refuse: (alert: string) => FastifyReply | Promise<FastifyReply>;
  },
): Promise<FastifyReply> {
  try {
    return await form.attempt();
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    const { fault, reasons, retryAfter } = error.extensions;
    reply.code(problemCatalogue[error.kind].status);
    if (typeof retryAfter === 'number') reply.header('retry-after', String(retryAfter));
    return form.refuse(String(fault ?? (Array.isArray(reasons) ? reasons[0] : error.kind)));
  }
}

/** Gives the browser the session's token, in the place of whatever it held. */
export function keepSession(reply: FastifyReply, token: string): void {
  const { config } = reply.server.services;
  reply.setCookie(sessionCookie(config), token, sessionCookieOptions(config));
}
