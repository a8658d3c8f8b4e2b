import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { appendAuditEvents } from '../../store/audit-store.ts';
import {
  closeTask,
  isReminder,
  listOpenTasks,
  noticeKinds,
  reminderKinds,
} from '../../store/task-store.ts';
import { conflict } from '../actions/refusal.ts';
import { cutPage, pageOf, pageQuery } from '../paging.ts';
import { HttpProblem } from '../problem.ts';

const taskKinds = ['result-after-report', ...noticeKinds, ...reminderKinds] as const;

const kindWords =
  'result-after-report: a file came late, and what it changed stands in no report; ' +
  'calendar-year-missing: install a version that knows the holidays of calendar/<year>; ' +
  'claim-of-revoked-report: the money for report/<id> is in a statement already; ' +
  'case-of-amended-report: what became of report/<id> withdraws the high risk of an open case; ' +
  'look-back-finding: another analysis of look-back/<id>/report/<id> says otherwise, or none can; ' +
  'high-risk-case-due, follow-up-due, redraw-due: act on <subject>, which closes the task';

const taskAnswer = z
  .object({
    id: z.string(),
    kind: z.enum(taskKinds).describe(kindWords),
    runId: z.string().nullable(),
    sampleId: z.string().nullable(),
    sample: z.string().nullable(),
    analysisId: z.string().nullable(),
    subject: z.string().nullable().describe('What it is about, where that is no sample'),
    raisedAt: z.string(),
  })
  .meta({ id: 'Task' });

/** What a person has to look at although no state asks for it. */
export const taskRoutes: FastifyPluginAsyncZod = async (app) => {
  const { kysely, clock } = app.services;
  app.get(
    '/api/v1/tasks',
    {
      config: { permission: 'review.write' },
      schema: {
        summary: 'List open tasks, oldest first',
        querystring: pageQuery,
        response: { 200: pageOf(taskAnswer) },
      },
    },
    async ({ query: { cursor, limit } }) => {
      const rows = await listOpenTasks(kysely, { after: cursor, limit: limit + 1 });
      const { items, next } = cutPage(rows, { limit, cursorOf: ({ id }) => id });
      return {
        items: items.map(({ kind, sampleName, analysisResultId, raisedAt, ...row }) => ({
          ...{ ...row, kind: kind as (typeof taskKinds)[number], sample: sampleName },
          ...{ analysisId: analysisResultId, raisedAt: raisedAt.toISOString() },
        })),
        next,
      };
    },
  );
  app.post(
    '/api/v1/tasks/:id/close',
    {
      config: { permission: 'review.write' },
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
        const closed = await closeTask(tx, { id, closedBy: caller.actorId, closedAt: now });
        if (!closed) throw HttpProblem.notFound('open task');
        const event = { at: now, actor: caller.name, action: 'task.close', subject: `task/${id}` };
        await appendAuditEvents(tx, [{ ...event, detail: {} }]);
      });
      return { id };
    },
  );
};
