import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { listPregnancies } from '../../store/pregnancy-store.ts';
import { registerPregnancy } from '../actions/register-pregnancy.ts';
import { signConsentOf } from '../actions/sign-consent.ts';
import { unmaskPerson } from '../actions/unmask-person.ts';
import { listedPregnancy, viewPregnancy } from '../actions/view-pregnancy.ts';
import { withdrawConsentOf } from '../actions/withdraw-consent.ts';
import { auditReading } from '../audit-reading.ts';
import { cutPage, pageOf, pageQuery } from '../paging.ts';
import {
  consentBody,
  pregnancyAnswer,
  pregnancyBody,
  pregnancyListed,
  withdrawalBody,
} from '../schemas/pregnancy.ts';
import { unmaskedPerson, unmaskingBody } from '../schemas/unmasking.ts';

const params = z.object({ id: z.uuid() });

/** Pregnancies: registered before any blood is drawn, with the subsidy decided. */
export const pregnancyRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.post(
    '/api/v1/pregnancies',
    {
      config: { permission: 'pregnancy.register' },
      schema: {
        summary: 'Register a pregnancy, decide its subsidy and open its claim',
        body: pregnancyBody,
        response: { 200: pregnancyAnswer, 201: pregnancyAnswer },
      },
    },
    async ({ body, caller }, reply) => {
      const { id, created } = await registerPregnancy(services, caller, body);
      return reply.code(created ? 201 : 200).send(await viewPregnancy(services, id));
    },
  );
  app.post(
    '/api/v1/pregnancies/:id/consent',
    {
      config: { permission: 'pregnancy.register' },
      schema: {
        summary: 'Sign the consent; tubes held for it go on',
        ...{ params, body: consentBody, response: { 200: pregnancyAnswer } },
      },
    },
    async ({ params: { id }, body, caller }) => {
      await signConsentOf(services, caller, { pregnancyId: id, consent: body });
      return viewPregnancy(services, id);
    },
  );
  app.post(
    '/api/v1/pregnancies/:id/consent/withdrawal',
    {
      config: { permission: 'pregnancy.register' },
      schema: {
        summary: 'Take the consent back: tubes stop, the platform is told to forget what it pulled',
        ...{ params, body: withdrawalBody, response: { 200: pregnancyAnswer } },
      },
    },
    async ({ params: { id }, body, caller }) => {
      await withdrawConsentOf(services, caller, { pregnancyId: id, ...body });
      return viewPregnancy(services, id);
    },
  );
  app.post(
    '/api/v1/pregnancies/:id/unmasking',
    {
      config: { permission: 'unmask', secretAnswer: true },
      schema: {
        summary: 'Show who she is in full, for a reason that is audited',
        ...{ params, body: unmaskingBody, response: { 200: unmaskedPerson } },
      },
    },
    async ({ params: { id }, body, caller }, reply) => {
      const person = await unmaskPerson(services, caller, { pregnancyId: id, ...body });
      return reply.header('cache-control', 'no-store').send(person);
    },
  );
  app.get(
    '/api/v1/pregnancies/:id',
    {
      config: { permission: 'pregnancy.read' },
      schema: {
        summary: 'Show a pregnancy; who she is stays masked',
        ...{ params, response: { 200: pregnancyAnswer } },
      },
    },
    async (request) => {
      const { id } = request.params;
      const answer = await viewPregnancy(services, id);
      await auditReading(request, { action: 'pregnancy.read', subject: `pregnancy/${id}` });
      return answer;
    },
  );
  app.get(
    '/api/v1/pregnancies',
    {
      config: { permission: 'pregnancy.read' },
      schema: {
        summary: 'List pregnancies, newest first, masked',
        ...{ querystring: pageQuery, response: { 200: pageOf(pregnancyListed) } },
      },
    },
    async (request) => {
      const { cursor, limit } = request.query;
      const rows = await listPregnancies(services.kysely, { before: cursor, limit: limit + 1 });
      const page = cutPage(rows, { limit, cursorOf: ({ id }) => id });
      await auditReading(request, {
        ...{ action: 'pregnancy.list', subject: 'pregnancy' },
        detail: { ids: page.items.map(({ id }) => id) },
      });
      return { ...page, items: page.items.map((row) => listedPregnancy(services, row)) };
    },
  );
};
