import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { assertionAlgorithms } from '../../security/client-assertion.ts';
import { grantedScope, issueToken, tokenSeconds } from '../actions/issue-token.ts';
import { ownAddress } from '../authentication.ts';
import { problemOf } from '../error-handler.ts';
import { sendProblem } from '../problem.ts';
import { problemCatalogue } from '../problem-catalogue.ts';

const path = '/oauth/token';

const tokenBody = z.object({
  grant_type: z.string().default(''),
  scope: z.string().default(''),
  client_assertion_type: z.string().default(''),
  client_assertion: z.string().max(16_384).default(''),
});

const tokenAnswer = z
  .object({
    access_token: z.string(),
    token_type: z.literal('bearer'),
    expires_in: z.number(),
    scope: z.string(),
  })
  .meta({ id: 'AccessToken' });

const refusalAnswer = z.object({ error: z.string() }).meta({ id: 'TokenRefusal' });

const smartConfiguration = z
  .object({
    token_endpoint: z.string(),
    token_endpoint_auth_methods_supported: z.array(z.string()),
    token_endpoint_auth_signing_alg_values_supported: z.array(z.string()),
    grant_types_supported: z.array(z.string()),
    scopes_supported: z.array(z.string()),
    capabilities: z.array(z.string()),
  })
  .meta({ id: 'SmartConfiguration' });

/** Backend services of SMART App Launch: a system signs, and gets a token for a few minutes. */
export const oauthRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    '/.well-known/smart-configuration',
    {
      config: { anonymous: true },
      schema: {
        summary: 'Tell how systems sign in (SMART App Launch 2.2.0)',
        response: { 200: smartConfiguration },
      },
    },
    (request) => ({
      token_endpoint: `${ownAddress(request)}${path}`,
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: [...assertionAlgorithms],
      grant_types_supported: ['client_credentials'],
      scopes_supported: [grantedScope],
      capabilities: ['client-confidential-asymmetric'],
    }),
  );
  app.post(
    path,
    {
      config: { anonymous: true, secretAnswer: true },
      errorHandler: refuseUnread,
      schema: {
        summary: 'Give an access token for a signed assertion (client credentials)',
        body: tokenBody,
        response: { 200: tokenAnswer, 400: refusalAnswer, 401: refusalAnswer },
      },
    },
    async (request, reply) => {
      const { body } = request;
      reply.header('cache-control', 'no-store').header('pragma', 'no-cache');
      const issued = await issueToken(services, {
        ...{ grantType: body.grant_type, scope: body.scope },
        ...{ assertionType: body.client_assertion_type, assertion: body.client_assertion },
        audience: `${ownAddress(request)}${path}`,
      });
      if (issued.ok) {
        const token = { access_token: issued.token, token_type: 'bearer' as const };
        return reply.code(200).send({ ...token, expires_in: tokenSeconds, scope: grantedScope });
      }
      const { error } = issued;
      return reply.code(error === 'invalid_client' ? 401 : 400).send({ error });
    },
  );
};

/** A request that cannot be read is refused in the words of RFC 6749 § 5.2. */
function refuseUnread(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error);
  if (problemCatalogue[problem.kind].status !== 400)
    return void sendProblem(request, reply, problem);
  void reply.code(400).send({ error: 'invalid_request' });
}
