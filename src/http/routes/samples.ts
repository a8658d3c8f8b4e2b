import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { AnalysisResult } from '../../analysis/analysis-result.ts';
import { profileSample } from '../../jobs/profile-sample.ts';
import { findResultOfSample } from '../../store/result-store.ts';
import { getSample } from '../../store/sample-store.ts';
import { auditReading } from '../audit-reading.ts';
import { entityTag, holdsTag, sendTagged, unchanged } from '../entity-tag.ts';
import { HttpProblem } from '../problem.ts';
import { profileBytes } from '../profile-bytes.ts';
import { sampleAnswersOf } from '../run-answer.ts';
import { analysisAnswer } from '../schemas/analysis.ts';
import { profileAnswer } from '../schemas/profile.ts';
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
  app.get(
    '/api/v1/samples/:id/profile',
    {
      config: { permission: 'sample.read', headers: ['if-none-match'], answers: unchanged },
      schema: {
        summary: 'Give a sample’s autosomes bin by bin, corrected and not',
        ...{ params, response: { 200: profileAnswer } },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const result = await findResultOfSample(services.kysely, id);
      if (!result) throw HttpProblem.notFound('analysis of this sample');
      const subject = `sample/${id}`;
      await auditReading(request, { action: 'profile.read', subject });
      const tag = entityTag('profile', result.bodySha256);
      reply.header('etag', tag).header('cache-control', 'private, no-cache');
      if (holdsTag(request.headers['if-none-match'] ?? '', tag)) return sendNothing(reply);
      const analysis = JSON.parse(result.body) as AnalysisResult;
      const profile = await profileSample(services, { sampleId: id, result: analysis });
      if (!profile) throw HttpProblem.notFound('counts of this sample');
      const bytes = profileBytes(analysis.sample, profile);
      return sendBytes(reply, bytes);
    },
  );
};

function sendNothing(reply: FastifyReply): FastifyReply {
  return reply.code(304).send();
}

function sendBytes(reply: FastifyReply, bytes: Buffer): FastifyReply {
  return reply.type('application/octet-stream').send(bytes);
}
