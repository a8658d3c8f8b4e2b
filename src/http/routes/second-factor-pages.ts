import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { confirmEnrolment, currentEnrolment, giveFactor } from '../actions/second-factor.ts';
import { pageContext } from '../page-context.ts';
import { enrolmentPage, recoveryCodesPage, secondFactorPage } from '../pages/sign-in-pages.ts';
import { factorBody } from '../schemas/identity.ts';
import { attemptForm, keepSession, sendForm } from './send-form.ts';

const hidden = { hide: true } as const;
const config = { signingIn: true } as const;
/** Where to go back to: the sample that waits for a signature, if any. */
const returnTo = z.object({ sample: z.uuid().optional().catch(undefined) });

/** The pages of the second factor: giving it, and setting it up. */
export const secondFactorPages: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    '/second-factor',
    { config, schema: { ...hidden, querystring: returnTo } },
    (request, reply) => askCode(request, reply, { alert: null, sample: request.query.sample }),
  );
  app.post(
    '/second-factor',
    { config, schema: { ...hidden, body: factorBody.extend(returnTo.shape) } },
    async (request, reply) => {
      const { code, sample } = request.body;
      return attemptForm(reply, {
        attempt: async () => {
          keepSession(reply, (await giveFactor(services, request.caller, code)).token);
          return reply.redirect(sample === undefined ? '/' : `/samples/${sample}`, 303);
        },
        refuse: (alert) => askCode(request, reply, { alert, sample }),
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
  { alert, sample = null }: { alert: string | null; sample?: string | null | undefined },
): FastifyReply {
  const context = { ...pageContext(request, reply), path: '/second-factor' };
  return sendForm(reply, secondFactorPage(context, { alert, sample }));
}

async function showEnrolment(
  request: FastifyRequest,
  reply: FastifyReply,
  alert: string | null,
): Promise<FastifyReply> {
  const enrolment = await currentEnrolment(request.server.services, request.caller);
  return sendForm(reply, enrolmentPage(pageContext(request, reply), { alert, ...enrolment }));
}
