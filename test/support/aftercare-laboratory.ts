import { remindAftercare } from '../../src/jobs/remind-aftercare.ts';
import { reviewedCase } from './case-service.ts';
import { type ClockedService, clockedService } from './moving-clock.ts';
import { analysisExample } from './report-example.ts';

/** A laboratory whose days pass, with the ways to its reports and what follows from them. */
export interface AftercareLaboratory extends ClockedService {
  /** Brings a tube to an issued report. */
  issued(
    number: string,
    verdict: 'high-risk' | 'no-call' | 'low-risk',
  ): Promise<{ reviewId: string; pregnancyId: string; number: string; reportId: string }>;
  caseOf(reportId: string): Promise<Answer>;
  followUpOf(pregnancyId: string): Promise<Answer>;
  /** The open tasks about something, once the reminders of the day have run. */
  remindersOf(subject: string): Promise<Answer[]>;
}

// biome-ignore lint/suspicious/noExplicitAny: answers are judged by what the test expects of them
type Answer = any;

/** Starts it on a database of its own. */
export async function aftercareLaboratory(): Promise<AftercareLaboratory> {
  const clocked = await clockedService();
  const { service, clock } = clocked;
  const find = async (path: string, member: string, value: string) => {
    const { body } = await service.call('reviewer', `GET /api/v1/${path}`);
    return body.items.find((item: Record<string, unknown>) => item[member] === value);
  };
  return {
    ...clocked,
    issued: async (number, verdict) => {
      const registration = { identifier: { type: 'passport', value: `P${number.slice(1)}` } };
      const result = analysisExample({ T21: verdict });
      const reviewed = await reviewedCase(service, { number, registration, result });
      const line = `POST /api/v1/reviews/${reviewed.reviewId}/sign` as const;
      const { body } = await service.call('approver', line);
      return { ...reviewed, reportId: body.id as string };
    },
    caseOf: (reportId) => find('high-risk-cases', 'reportId', reportId),
    followUpOf: (pregnancyId) => find('follow-ups', 'pregnancyId', pregnancyId),
    remindersOf: async (subject) => {
      await remindAftercare({ kysely: service.services.kysely, clock });
      const { body } = await service.call('reviewer', 'GET /api/v1/tasks?limit=200');
      return body.items.filter((task: { subject: string | null }) => task.subject === subject);
    },
  };
}
