import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { appendAuditEvents } from '../../store/audit-store.ts';
import { closeTask, isReminder, listOpenTasks } from '../../store/task-store.ts';
import { conflict } from '../actions/refusal.ts';
import { taskKindsOf } from '../actions/task-rights.ts';
import { cutPage, pageQuery } from '../paging.ts';
import { HttpProblem } from '../problem.ts';
import { type TaskAnswers, taskAnswers } from '../schemas/task.ts';

/** What a person has to look at although no state asks for it. */
export const taskRoutes: FastifyPluginAsyncZod = async (app) => {
  const { kysely, clock } = app.services;
  app.get(
    '/api/v1/tasks',
    {
      config: { permission: 'task.handle' },
      schema: {
        summary: 'List the open tasks that are the caller’s to do, oldest first',
        querystring: pageQuery,
        response: { 200: taskAnswers },
      },
    },
    async ({ query: { cursor, limit }, caller }) => {
      const asked = { kinds: taskKindsOf(caller), after: cursor, limit: limit + 1 };
      const rows = await listOpenTasks(kysely, asked);
      const { items, next } = cutPage(rows, { limit, cursorOf: ({ id }) => id });
      return {
        items: items.map(({ kind, sampleName, analysisResultId, raisedAt, ...row }) => ({
          ...{ ...row, kind: kind as TaskAnswers['items'][number]['kind'], sample: sampleName },
          ...{ analysisId: analysisResultId, raisedAt: raisedAt.toISOString() },
        })),
        next,
      };
    },
  );
  app.post(
    '/api/v1/tasks/:id/close',
    {
      config: { permission: 'task.handle' },
      schema: {
        summary: 'Close a task that was looked at',
        params: z.object({ id: z.uuid() }),
        response: { 200: z.object({ id: z.string() }) },
      },
    },
    async ({ params: { id }, caller }) => {
      const now = clock();
      await kysely.transaction().execute(async (tx) => {
        if (await isReminder(tx, id)) throw conflict('act on its subject: that closes the task');
        const kinds = taskKindsOf(caller);
        const closed = await closeTask(tx, { id, kinds, closedBy: caller.actorId, closedAt: now });
        if (!closed) throw HttpProblem.notFound('open task');
        const event = { at: now, actor: caller.name, action: 'task.close', subject: `task/${id}` };
        await appendAuditEvents(tx, [{ ...event, detail: {} }]);
      });
      return { id };
    },
  );
};
