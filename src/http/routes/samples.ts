import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { findResultOfSample } from '../../store/result-store.ts';
import { getSample } from '../../store/sample-store.ts';
import { auditReading } from '../audit-reading.ts';
import { sendTagged, unchanged } from '../entity-tag.ts';
import { HttpProblem } from '../problem.ts';
import { sampleAnswersOf } from '../run-answer.ts';
import { analysisAnswer } from '../schemas/analysis.ts';
import { sampleAnswer } from '../schemas/run.ts';

const params = z.object({ id: z.uuid() });

/** Samples and their sealed analyses. */
export const sampleRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    '/api/v1/samples/:id',
    {
      config: { permission: 'sample.read' },
      schema: { summary: 'Show a sample', params, response: { 200: sampleAnswer } },
    },
    async (request) => {
      const sample = await getSample(services.kysely, request.params.id);
      if (!sample) throw HttpProblem.notFound('sample');
      await auditReading(request, { action: 'sample.read', subject: `sample/${sample.id}` });
      const [answer] = await sampleAnswersOf(services, sample.runId, [sample]);
      return answer;
    },
  );
  app.get(
    '/api/v1/samples/:id/analysis',
    {
      config: { permission: 'sample.read', headers: ['if-none-match'], answers: unchanged },
      schema: {
        summary: 'Give the sealed analysis of a sample, byte for byte',
        ...{ params, response: { 200: analysisAnswer } },
      },
    },
    async (request, reply) => {
      const result = await findResultOfSample(services.kysely, request.params.id);
      if (!result) throw HttpProblem.notFound('analysis of this sample');
      await auditReading(request, {
        action: 'analysis.read',
        subject: `sample/${request.params.id}`,
        detail: { analysis: result.id },
      });
      const { bodySha256, body: text } = result;
      return sendTagged(request, reply, { tag: `"${bodySha256}"`, text });
    },
  );
};
