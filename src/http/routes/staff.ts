import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { oidcSubject } from '../../security/oidc-settings.ts';
import type { StaffRow } from '../../store/staff-store.ts';
import { endGrant, grantPermission } from '../actions/grant-permission.ts';
import {
  addStaff,
  changeStaff,
  endSessions,
  linkStaff,
  resetFactor,
  resetPassword,
  setRoles,
} from '../actions/manage-staff.ts';
import { conflict } from '../actions/refusal.ts';
import { listStaffAnswers, staffTag } from '../actions/view-staff.ts';
import { requireTag } from '../entity-tag.ts';
import {
  changedStaffBody,
  grantAnswer,
  grantBody,
  linkBody,
  newStaffAnswer,
  newStaffBody,
  resetAnswer,
  rolesBody,
  staffAnswers,
} from '../schemas/identity.ts';

const path = '/api/v1/staff';
const params = z.object({ id: z.uuid() });
const grantParams = params.extend({ grantId: z.uuid() });
const done = z.object({ done: z.literal(true) });
const isDone = { done: true } as const;

/** Accounts: kept by the system administrator, who can give them no right. */
export const staffRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    path,
    {
      config: { permission: 'user.read' },
      schema: {
        summary: 'List accounts',
        response: { 200: staffAnswers },
      },
    },
    () => listStaffAnswers(services),
  );
  app.post(
    path,
    {
      config: { permission: 'user.manage', secretAnswer: true },
      schema: {
        summary: 'Make an account without rights; its first password is answered once',
        ...{ body: newStaffBody, response: { 201: newStaffAnswer } },
      },
    },
    async ({ caller, body }, reply) =>
      reply.code(201).send(await addStaff(services, caller, { ...body, roles: [] })),
  );
  app.patch(
    `${path}/:id`,
    {
      config: { permission: 'user.manage', headers: ['if-match'] },
      schema: {
        summary: 'Change what an account says of its person, or close it',
        ...{ params, body: changedStaffBody, response: { 200: done } },
      },
    },
    async (request) => {
      const { caller, params: of, body } = request;
      await changeStaff(services, caller, { id: of.id, judge: judgeOf(request), ...body });
      return isDone;
    },
  );
  app.post(
    `${path}/:id/reset-password`,
    {
      config: { permission: 'user.manage', secretAnswer: true },
      schema: {
        summary: 'Give a new first password, answered once',
        ...{ params, response: { 200: resetAnswer } },
      },
    },
    ({ caller, params: { id } }) => resetPassword(services, caller, id),
  );
  app.put(
    `${path}/:id/identity`,
    {
      config: { permission: 'user.manage', headers: ['if-match'] },
      schema: {
        summary: 'Link an account to one of the identity provider, in place of its password',
        ...{ params, body: linkBody, response: { 200: done } },
      },
    },
    async (request) => {
      const { caller, params: of, body } = request;
      const { oidc } = services.config;
      if (oidc === null) throw conflict('no identity provider is set up');
      const linked = body.subject === null ? null : oidcSubject(oidc.issuer, body.subject);
      const judge = judgeOf(request);
      await linkStaff(services, caller, { id: of.id, oidcSubject: linked, judge });
      return isDone;
    },
  );
  await app.register(rightsRoutes);
};

/** Rights: given by the security administrator, who makes no accounts. */
const rightsRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.put(
    `${path}/:id/roles`,
    {
      config: { permission: 'role.grant', freshFactor: true, headers: ['if-match'] },
      schema: {
        summary: 'Give a person these roles and no others',
        ...{ params, body: rolesBody, response: { 200: done } },
      },
    },
    async (request) => {
      const { caller, params: of, body } = request;
      await setRoles(services, caller, { id: of.id, judge: judgeOf(request), ...body });
      return isDone;
    },
  );
  app.post(
    `${path}/:id/grants`,
    {
      config: { permission: 'role.grant', freshFactor: true },
      schema: {
        summary: 'Give a person one right beside the roles, for hours and with a reason',
        ...{ params, body: grantBody, response: { 201: grantAnswer } },
      },
    },
    async ({ caller, params: { id }, body }, reply) =>
      reply.code(201).send(await grantPermission(services, caller, { staffId: id, ...body })),
  );
  app.delete(
    `${path}/:id/grants/:grantId`,
    {
      config: { permission: 'role.grant' },
      schema: {
        summary: 'Take such a right back before its time',
        ...{ params: grantParams, response: { 200: done } },
      },
    },
    async ({ caller, params: { id, grantId } }) => {
      await endGrant(services, caller, { staffId: id, id: grantId });
      return isDone;
    },
  );
  app.post(
    `${path}/:id/reset-factor`,
    {
      config: { permission: 'user.secure' },
      schema: {
        summary: 'Forget the second factor of a person who lost it',
        ...{ params, response: { 200: done } },
      },
    },
    async ({ caller, params: { id } }) => {
      await resetFactor(services, caller, id);
      return isDone;
    },
  );
  app.delete(
    `${path}/:id/sessions`,
    {
      config: { permission: 'user.secure' },
      schema: {
        summary: 'End every session of a person',
        ...{ params, response: { 200: z.object({ ended: z.number() }) } },
      },
    },
    async ({ caller, params: { id } }) => ({ ended: await endSessions(services, caller, id) }),
  );
};

/** Refuses who saw another version of the account than the one that is there. */
function judgeOf(request: FastifyRequest): (seen: StaffRow) => void {
  return (seen) => requireTag(request, staffTag(seen));
}
