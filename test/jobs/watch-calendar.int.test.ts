import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prioritiseRun } from '../../src/jobs/prioritise-run.ts';
import { watchCalendar } from '../../src/jobs/watch-calendar.ts';
import { workingCalendar } from '../../src/jobs/working-calendar.ts';
import {
  analyseCase,
  type CaseService,
  caseService,
  registerCase,
  registrationExample,
} from '../support/case-service.ts';
import { analysisExample } from '../support/report-example.ts';

let service: CaseService;
beforeAll(async () => {
  service = await caseService();
});
afterAll(() => service.close());

const log = { warn: () => undefined };
const lastDecember = new Date(`${workingCalendar.years.last}-12-01T00:00:00Z`);

async function queued(): Promise<string[]> {
  const numbers: string[] = [];
  for (let cursor = ''; ; ) {
    const { body } = await service.call(
      'reviewer',
      `GET /api/v1/reviews?state=PENDING&limit=1${cursor}`,
    );
    numbers.push(...body.items.map((item: { specimenNumber: string }) => item.specimenNumber));
    if (body.next === null) return numbers;
    cursor = `&cursor=${body.next}`;
  }
}

describe('the queue of reviews', () => {
  it('starts with high risk, then what is due first, page by page', async () => {
    const cases = [
      { number: 'Q1', drawnOn: '2026-04-20', result: analysisExample() },
      { number: 'Q2', drawnOn: '2026-04-10', result: analysisExample() },
      { number: 'Q3', drawnOn: '2026-04-20', result: analysisExample({ T18: 'no-call' }) },
      { number: 'Q4', drawnOn: '2026-04-21', result: analysisExample({ T21: 'high-risk' }) },
    ];
    const runs: string[] = [];
    for (const [i, { number, drawnOn, result }] of cases.entries()) {
      const identifier = { type: 'passport', value: `E1234567${i}` };
      const registration = registrationExample({
        identifier: i === 0 ? { type: 'resident-id', value: '35012119951130112X' } : identifier,
      });
      await registerCase(service, { number: `${number}-00`, registration, specimen: { drawnOn } });
      runs.push((await analyseCase(service, { number: `${number}-00`, result })).runId);
    }
    expect(await queued()).toEqual(['Q4-00', 'Q2-00', 'Q3-00', 'Q1-00']);
    const first = { runId: runs[0], actor: 'manager' };
    await prioritiseRun(service.services, { ...first, urgent: true });
    expect(await queued()).toEqual(['Q4-00', 'Q1-00', 'Q2-00', 'Q3-00']);
    await prioritiseRun(service.services, { ...first, urgent: false });
    const { body } = await service.call('reviewer', 'GET /api/v1/reviews?state=PENDING');
    expect(body.items[1]).toMatchObject({
      ...{ drawnOn: '2026-04-10', reportDueOn: '2026-05-06', lateness: 'in-time' },
      ...{ redrawNoticeDueOn: '2026-04-24', isRedraw: false },
    });
    const one = await service.call('reviewer', `GET /api/v1/reviews/${body.items[1].id}`);
    expect(one.raw.headers.etag).toBe(body.items[1].version);
  });

  it('is put in order anew by a calendar that says otherwise', async () => {
    const { kysely, clock } = service.services;
    const due = () =>
      kysely.selectFrom('review').select('due_on').distinct().orderBy('due_on').execute();
    const before = await due();
    const years = { first: 2004, last: 2025 };
    await watchCalendar({ kysely, clock, log }, { ...workingCalendar, years });
    expect(await due()).toEqual([{ due_on: null }]);
    await watchCalendar({ kysely, clock, log });
    expect(await due()).toEqual(before);
  });
});

describe('a year the calendar lacks', () => {
  it('is an alarm in December, once', async () => {
    const { kysely } = service.services;
    const december = { kysely, log, clock: () => lastDecember };
    for (let i = 0; i < 2; i++) await watchCalendar(december);
    const { body } = await service.call('laboratory-manager', 'GET /api/v1/tasks');
    const subject = `calendar/${workingCalendar.years.last + 1}`;
    const asked = body.items.filter((task: { subject: string }) => task.subject === subject);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ kind: 'calendar-year-missing', sampleId: null });
  });
});
