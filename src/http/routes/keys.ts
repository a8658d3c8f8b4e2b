import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { isRole } from '../../security/roles.ts';
import { listKeys } from '../../store/api-key-store.ts';
import { listOauthClients } from '../../store/oauth-store.ts';
import { addClient, endClient } from '../actions/manage-clients.ts';
import { addKey, endKey, rotateKey } from '../actions/manage-keys.ts';
import {
  clientAnswers,
  keyAnswers,
  newClientAnswer,
  newClientBody,
  newKeyAnswer,
  newKeyBody,
  rotateBody,
  rotatedAnswer,
} from '../schemas/identity.ts';

const params = z.object({ id: z.uuid() });
const done = z.object({ done: z.literal(true) });
const isDone = { done: true } as const;
const permission = 'key.manage' as const;

/** API keys of machines: a secret is shown once; a key is rotated with both good for a while. */
export const keyRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    '/api/v1/keys',
    {
      config: { permission },
      schema: {
        summary: 'List API keys, without their secrets',
        response: { 200: keyAnswers },
      },
    },
    async () => {
      const keys = await listKeys(services.kysely);
      return {
        items: keys.flatMap(({ role, secrets, ...key }) =>
          isRole(role) ? [{ ...key, role, secrets: [...secrets] }] : [],
        ),
      };
    },
  );
  app.post(
    '/api/v1/keys',
    {
      config: { permission, secretAnswer: true },
      schema: {
        summary: 'Make an API key for a machine; its secret is answered once',
        ...{ body: newKeyBody, response: { 201: newKeyAnswer } },
      },
    },
    async ({ caller, body }, reply) => reply.code(201).send(await addKey(services, caller, body)),
  );
  app.post(
    '/api/v1/keys/:id/rotate',
    {
      config: { permission, secretAnswer: true },
      schema: {
        summary: 'Give a key a new secret; the old ones stay good for some hours',
        ...{ params, body: rotateBody, response: { 200: rotatedAnswer } },
      },
    },
    ({ caller, params: { id }, body }) => rotateKey(services, caller, { id, ...body }),
  );
  app.post(
    '/api/v1/keys/:id/revoke',
    {
      config: { permission },
      schema: {
        summary: 'Revoke a key with all its secrets',
        ...{ params, response: { 200: done } },
      },
    },
    async ({ caller, params: { id } }) => {
      await endKey(services, caller, id);
      return isDone;
    },
  );
  await app.register(clientRoutes);
};

/** OAuth clients: systems that sign in with a private key we never see. */
const clientRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    '/api/v1/clients',
    {
      config: { permission },
      schema: {
        summary: 'List systems that sign in by signed assertions',
        response: { 200: clientAnswers },
      },
    },
    async () => ({
      items: (await listOauthClients(services.kysely)).map(({ jwks, ...client }) => ({
        ...client,
        keys: (jwks.keys as { kid: string }[]).map(({ kid }) => kid),
      })),
    }),
  );
  app.post(
    '/api/v1/clients',
    {
      config: { permission },
      schema: {
        summary: 'Register a system by its public keys',
        ...{ body: newClientBody, response: { 201: newClientAnswer } },
      },
    },
    async ({ caller, body }, reply) =>
      reply.code(201).send(await addClient(services, caller, body)),
  );
  app.post(
    '/api/v1/clients/:id/revoke',
    {
      config: { permission },
      schema: {
        summary: 'Revoke a system with its tokens',
        ...{ params, response: { 200: done } },
      },
    },
    async ({ caller, params: { id } }) => {
      await endClient(services, caller, id);
      return isDone;
    },
  );
};
