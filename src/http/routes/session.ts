import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type Caller, may } from '../../security/caller.ts';
import { permissions } from '../../security/roles.ts';
import { findCallerBySession } from '../../store/session-store.ts';
import { changePassword } from '../actions/change-password.ts';
import { confirmEnrolment, giveFactor, startEnrolment } from '../actions/second-factor.ts';
import { setUp } from '../actions/set-up.ts';
import { signIn, signOut } from '../actions/sign-in.ts';
import { HttpProblem } from '../problem.ts';
import {
  enrolledAnswer,
  enrolmentAnswer,
  factorBody,
  openedSession,
  passwordBody,
  sessionAnswer,
  setUpBody,
  signInBody,
} from '../schemas/identity.ts';
import type { Services } from '../services.ts';

const path = '/api/v1/session';
const done = z.object({ done: z.literal(true) });

/** A person's session: opened by a password, completed by the second factor, ended by its owner. */
export const sessionRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.post(
    '/api/v1/set-up',
    {
      config: { anonymous: true },
      schema: {
        summary: 'Make the three administrators of a fresh service, once',
        ...{ body: setUpBody, response: { 200: done } },
      },
    },
    async ({ body }) => {
      await setUp(services, body);
      return { done: true as const };
    },
  );
  app.post(
    '/api/v1/sessions',
    {
      config: { anonymous: true, secretAnswer: true },
      schema: {
        summary: 'Open a session with name and password, the first half of signing in',
        ...{ body: signInBody, response: { 201: openedSession } },
      },
    },
    async ({ body, ip }, reply) => {
      const { token, caller } = await signIn(services, { ...body, address: ip });
      return reply.code(201).send({ token, session: sessionOf(caller) });
    },
  );
  app.get(
    path,
    {
      config: { signingIn: true },
      schema: { summary: 'Tell who is signed in and how far', response: { 200: sessionAnswer } },
    },
    ({ caller }) => sessionOf(caller),
  );
  app.delete(
    path,
    {
      config: { signingIn: true },
      schema: { summary: 'End this session', response: { 200: done } },
    },
    async ({ caller }) => {
      await signOut(services, caller);
      return { done: true as const };
    },
  );
  await app.register(changingRoutes);
};

/** Each gives the session a new token: the one that was sent is no longer good. */
const changingRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  const config = { signingIn: true, secretAnswer: true } as const;
  app.post(
    `${path}/factor`,
    {
      config,
      schema: {
        summary: 'Give the second factor, or give it anew before signing',
        ...{ body: factorBody, response: { 200: openedSession } },
      },
    },
    async ({ caller, body }) => reopened(services, await giveFactor(services, caller, body.code)),
  );
  app.post(
    `${path}/factor/enrolment`,
    {
      config,
      schema: {
        summary: 'Start setting up a second factor',
        response: { 200: enrolmentAnswer },
      },
    },
    ({ caller }) => startEnrolment(services, caller),
  );
  app.post(
    `${path}/factor/enrolment/confirm`,
    {
      config,
      schema: {
        summary: 'Confirm the new second factor by its first code',
        ...{ body: factorBody, response: { 200: enrolledAnswer } },
      },
    },
    async ({ caller, body }) => {
      const { recoveryCodes, ...opened } = await confirmEnrolment(services, caller, body.code);
      return { ...(await reopened(services, opened)), recoveryCodes: [...recoveryCodes] };
    },
  );
  app.post(
    `${path}/password`,
    {
      config,
      schema: {
        summary: 'Change your own password',
        ...{ body: passwordBody, response: { 200: openedSession } },
      },
    },
    async ({ caller, body }) => reopened(services, await changePassword(services, caller, body)),
  );
};

async function reopened({ kysely, clock, config }: Services, { token }: { token: string }) {
  const { idleSeconds } = config.session;
  const caller = await findCallerBySession(kysely, { token, now: clock(), idleSeconds });
  if (!caller) throw new HttpProblem('key-missing', 'the session has ended');
  return { token, session: sessionOf(caller) };
}

function sessionOf(caller: Caller) {
  const { name, displayName, roles, grants, session } = caller;
  if (session === null) throw new Error('a machine has no session');
  const { step, factorAt, expiresAt } = session;
  return {
    ...{ name, displayName, roles: [...roles], grants: [...grants] },
    permissions: permissions.filter((permission) => may(caller, permission)),
    ...{ step, factorAt, expiresAt },
  };
}
