import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { changePassword } from '../actions/change-password.ts';
import { pageContext } from '../page-context.ts';
import { passwordPage } from '../pages/sign-in-pages.ts';
import { goOn } from '../return-path.ts';
import { passwordBody } from '../schemas/identity.ts';
import { attemptForm, keepSession, sendForm } from './send-form.ts';

const config = { signingIn: true } as const;
const typedTwice = passwordBody.extend({ again: passwordBody.shape.next });

/** The page on which a person changes the password. */
export const passwordPages: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get('/password', { config, schema: { hide: true } }, (request, reply) =>
    askPassword(request, reply, null),
  );
  app.post(
    '/password',
    { config, schema: { hide: true, body: typedTwice } },
    async (request, reply) => {
      const { again, ...change } = request.body;
      if (again !== change.next) return askPassword(request, reply.code(422), 'different');
      return attemptForm(reply, {
        attempt: async () => {
          keepSession(reply, (await changePassword(services, request.caller, change)).token);
          return goOn(request, reply, 'signed-in');
        },
        refuse: (alert) => askPassword(request, reply, alert),
      });
    },
  );
};

function askPassword(
  request: FastifyRequest,
  reply: FastifyReply,
  alert: string | null,
): FastifyReply {
  const isForced = request.caller.session?.step === 'change-password';
  return sendForm(reply, passwordPage(pageContext(request, reply), { alert, isForced }));
}
