import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { confirmEnrolment, currentEnrolment, giveFactor } from '../actions/second-factor.ts';
import { pageContext } from '../page-context.ts';
import { enrolmentPage, recoveryCodesPage, secondFactorPage } from '../pages/sign-in-pages.ts';
import { goOn, isOwnPath } from '../return-path.ts';
import { factorBody } from '../schemas/identity.ts';
import { attemptForm, keepSession, sendForm } from './send-form.ts';

const hidden = { hide: true } as const;
const config = { signingIn: true } as const;
/** Where to go back to: the page on which something waits for a signature, if any. */
const returnTo = z.object({ to: z.string().refine(isOwnPath).optional().catch(undefined) });

/** The pages of the second factor: giving it, and setting it up. */
export const secondFactorPages: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    '/second-factor',
    { config, schema: { ...hidden, querystring: returnTo } },
    (request, reply) => askCode(request, reply, { alert: null, to: request.query.to }),
  );
  app.post(
    '/second-factor',
    { config, schema: { ...hidden, body: factorBody.extend(returnTo.shape) } },
    async (request, reply) => {
      const { code, to } = request.body;
      return attemptForm(reply, {
        attempt: async () => {
          keepSession(reply, (await giveFactor(services, request.caller, code)).token);
          return to === undefined ? goOn(request, reply, 'signed-in') : reply.redirect(to, 303);
        },
        refuse: (alert) => askCode(request, reply, { alert, to }),
      });
    },
  );
  app.get('/second-factor/set-up', { config, schema: hidden }, async (request, reply) => {
    const { step } = request.caller.session ?? {};
    // Whoever has a second factor must have given it lately to set up another.
    return attemptForm(reply, {
      attempt: () => showEnrolment(request, reply, null),
      refuse: () =>
        step === 'second-factor' || step === 'signed-in'
          ? reply.redirect('/second-factor', 303)
          : reply.redirect('/sign-in', 303),
    });
  });
  app.post(
    '/second-factor/set-up',
    { config, schema: { ...hidden, body: factorBody } },
    async (request, reply) =>
      attemptForm(reply, {
        attempt: async () => {
          const confirmed = await confirmEnrolment(services, request.caller, request.body.code);
          keepSession(reply, confirmed.token);
          const context = pageContext(request, reply);
          return sendForm(reply, recoveryCodesPage(context, { codes: confirmed.recoveryCodes }));
        },
        refuse: (alert) => showEnrolment(request, reply, alert),
      }),
  );
};

function askCode(
  request: FastifyRequest,
  reply: FastifyReply,
  { alert, to = null }: { alert: string | null; to?: string | null | undefined },
): FastifyReply {
  const context = { ...pageContext(request, reply), path: '/second-factor' };
  return sendForm(reply, secondFactorPage(context, { alert, to }));
}

async function showEnrolment(
  request: FastifyRequest,
  reply: FastifyReply,
  alert: string | null,
): Promise<FastifyReply> {
  const enrolment = await currentEnrolment(request.server.services, request.caller);
  return sendForm(reply, enrolmentPage(pageContext(request, reply), { alert, ...enrolment }));
}
