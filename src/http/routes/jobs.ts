import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { cancelJob, retryJob } from '../../jobs/manage-jobs.ts';
import { getJob, type JobRow, jobStates, listJobs } from '../../store/job-store.ts';
import { conflict } from '../actions/refusal.ts';
import { cutPage, pageQuery } from '../paging.ts';
import { HttpProblem } from '../problem.ts';
import { jobAnswer, jobAnswers } from '../schemas/job.ts';

const params = z.object({ id: z.uuid() });
const listQuery = pageQuery.extend({ state: z.enum(jobStates).optional() });
const orders = {
  retry: { act: retryJob, summary: 'Put a dead or cancelled job back into the queue' },
  cancellation: { act: cancelJob, summary: 'Take a waiting or running job out of the queue' },
};

/** Jobs that count and score: what waits, what died and of what, for a person to put right. */
export const jobRoutes: FastifyPluginAsyncZod = async (app) => {
  const { services } = app;
  app.get(
    '/api/v1/jobs',
    {
      config: { permission: 'job.read' },
      schema: {
        summary: 'List jobs, newest first',
        ...{ querystring: listQuery, response: { 200: jobAnswers } },
      },
    },
    async ({ query: { state, cursor, limit } }) => {
      const page = { state, after: cursor, limit: limit + 1 };
      const rows = await listJobs(services.kysely, page);
      return cutPage(rows.map(answerOf), { limit, cursorOf: ({ id }) => id });
    },
  );
  for (const [path, { act, summary }] of Object.entries(orders)) {
    app.post(
      `/api/v1/jobs/:id/${path}`,
      {
        config: { permission: 'job.manage' },
        schema: { summary, params, response: { 200: jobAnswer } },
      },
      async ({ params: { id }, caller }) => {
        const outcome = await act(services, { jobId: id, actor: caller.name });
        const job = await getJob(services.kysely, id);
        if (outcome === 'absent' || job === null) throw HttpProblem.notFound('job');
        if (outcome === 'refused') throw conflict(`the job is ${job.state}`);
        return answerOf(job);
      },
    );
  }
};

function answerOf({ runFileId, binCountsId, sampleName, ...job }: JobRow) {
  return { ...job, sample: sampleName };
}
