import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { approveList, signList } from '../actions/confirm-list.ts';
import { confirmationBody, confirmationsAnswer } from '../schemas/review.ts';

/** Lists of unremarkable samples: one key of the reviewer, one of the approver. */
export const confirmationRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.post(
    '/api/v1/reviews/approvals',
    {
      config: { permission: 'review.write' },
      schema: {
        summary: 'Approve a list of unremarkable reviews, each by itself; the answer says of each',
        ...{ body: confirmationBody, response: { 200: confirmationsAnswer } },
      },
    },
    async (request) => ({ items: await approveList(services, request, request.body.items) }),
  );
  app.post(
    '/api/v1/reviews/signatures',
    {
      config: { permission: 'report.sign', freshFactor: true },
      schema: {
        summary: 'Sign a list of unremarkable reviewed samples, each report by itself',
        ...{ body: confirmationBody, response: { 200: confirmationsAnswer } },
      },
    },
    async (request) => ({ items: await signList(services, request, request.body.items) }),
  );
};
