import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { createChainVerifier } from '../../jobs/verify-chain.ts';
import { latestVerification } from '../../store/audit-verification-store.ts';
import { auditVerificationAnswer } from '../schemas/audit.ts';
import type { Services } from '../services.ts';

const path = '/api/v1/audit/verification';

/** The walk over the whole chain: started here, told of from any node. */
export const auditVerificationRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  const verifier = createChainVerifier(services);
  app.addHook('onClose', () => verifier.close());
  const config = { permission: 'audit.verify' } as const;

  app.post(
    path,
    {
      config,
      schema: {
        summary: 'Walk the audit chain and hold it against its signed checkpoints, one at a time',
        response: { 202: auditVerificationAnswer },
      },
    },
    async ({ caller }, reply) => {
      await verifier.start(caller.name);
      return reply.status(202).send(await latest(services));
    },
  );
  app.get(
    path,
    {
      config,
      schema: {
        summary: 'How far the newest walk over the audit chain is, or what it found',
        response: { 200: auditVerificationAnswer },
      },
    },
    () => latest(services),
  );
};

async function latest({ kysely }: Services) {
  const row = await latestVerification(kysely);
  if (row === null) return { latest: null };
  const { id: _, result, ...walk } = row;
  return { latest: { ...walk, result: result && { ...result, faults: [...result.faults] } } };
}
