import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { administratorRoles } from '../../security/roles.ts';
import { hasStaff } from '../../store/staff-store.ts';
import { setUp } from '../actions/set-up.ts';
import { requireSameOrigin } from '../authentication.ts';
import { languageOf } from '../page-context.ts';
import { setUpPage } from '../pages/sign-in-pages.ts';
import { setUpBody } from '../schemas/identity.ts';
import { attemptForm, sendForm } from './send-form.ts';

const config = { anonymous: true } as const;
const typedBody = z.record(z.string().max(60), z.string().max(1000));
type Typed = z.infer<typeof typedBody>;

/** The page of the first start; once there are accounts it leads to the door. */
export const setUpPages: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get('/set-up', { config, schema: { hide: true } }, async (request, reply) =>
    (await hasStaff(services.kysely))
      ? reply.redirect('/sign-in', 303)
      : askSetUp(request, reply, { alert: null, typed: {} }),
  );
  app.post(
    '/set-up',
    { config, schema: { hide: true, body: typedBody } },
    async (request, reply) => {
      requireSameOrigin(request);
      const typed = request.body;
      const body = setUpBody.safeParse(administratorsOf(typed));
      if (!body.success) {
        return askSetUp(request, reply.code(400), { alert: 'set-up-wrong', typed });
      }
      return attemptForm(reply, {
        attempt: async () => {
          await setUp(services, body.data);
          return reply.redirect('/sign-in', 303);
        },
        refuse: (alert) => askSetUp(request, reply, { alert, typed }),
      });
    },
  );
};

function administratorsOf(typed: Typed) {
  const field = (role: string, name: string) => typed[`${role}.${name}`] ?? '';
  return {
    token: typed.token ?? '',
    administrators: administratorRoles.map((role) => ({
      ...{ role, name: field(role, 'name') },
      ...{ displayName: field(role, 'displayName'), password: field(role, 'password') },
    })),
  };
}

function askSetUp(
  request: FastifyRequest,
  reply: FastifyReply,
  form: { alert: string | null; typed: Typed },
): FastifyReply {
  const context = { language: languageOf(request), path: '/set-up', user: null };
  return sendForm(reply, setUpPage(context, form));
}
