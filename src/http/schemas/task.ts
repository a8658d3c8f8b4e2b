import { z } from 'zod';
import { noticeKinds, reminderKinds } from '../../store/task-store.ts';
import { pageOf } from '../paging.ts';

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
    pregnancyId: z.string().nullable().describe('Whose aftercare it is about'),
    subject: z.string().nullable().describe('What it is about, where that is no sample'),
    raisedAt: z.string(),
  })
  .meta({ id: 'Task' });

export const taskAnswers = pageOf(taskAnswer);

export type TaskAnswers = z.infer<typeof taskAnswers>;
