import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { findSpecimenByNumber } from '../../store/specimen-store.ts';
import { receiveSpecimen } from '../actions/receive-specimen.ts';
import { registerSpecimen, specimenAnswerOf } from '../actions/register-specimen.ts';
import { auditReading } from '../audit-reading.ts';
import { HttpProblem } from '../problem.ts';
import { receiptBody, specimenAnswer, specimenBody, specimenNumber } from '../schemas/specimen.ts';
import type { Services } from '../services.ts';

const byNumber = z.object({ number: specimenNumber });

/** Blood tubes: drawn, received or rejected, held while something is missing. */
export const specimenRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.post(
    '/api/v1/pregnancies/:id/specimens',
    {
      config: { permission: 'specimen.register' },
      schema: {
        summary: 'Register a blood tube, or the redraw of one',
        params: z.object({ id: z.uuid() }),
        body: specimenBody,
        response: { 200: specimenAnswer, 201: specimenAnswer },
      },
    },
    async ({ params: { id }, body, caller }, reply) => {
      const { created } = await registerSpecimen(services, caller, { pregnancyId: id, body });
      return reply.code(created ? 201 : 200).send(await showSpecimen(services, body.number));
    },
  );
  app.post(
    '/api/v1/specimens/:number/receipt',
    {
      config: { permission: 'specimen.register' },
      schema: {
        summary: 'Take a tube in at the laboratory, or reject it and ask for a redraw',
        ...{ params: byNumber, body: receiptBody, response: { 200: specimenAnswer } },
      },
    },
    async ({ params: { number }, body, caller }) => {
      await receiveSpecimen(services, caller, { number, body });
      return showSpecimen(services, number);
    },
  );
  app.get(
    '/api/v1/specimens/:number',
    {
      config: { permission: 'pregnancy.read' },
      schema: {
        summary: 'Show a tube',
        ...{ params: byNumber, response: { 200: specimenAnswer } },
      },
    },
    async (request) => {
      const { number } = request.params;
      const answer = await showSpecimen(services, number);
      await auditReading(request, { action: 'specimen.read', subject: `specimen/${number}` });
      return answer;
    },
  );
};

async function showSpecimen({ kysely }: Services, number: string) {
  const row = await findSpecimenByNumber(kysely, number);
  if (!row) throw HttpProblem.notFound('specimen');
  return specimenAnswerOf(row);
}
