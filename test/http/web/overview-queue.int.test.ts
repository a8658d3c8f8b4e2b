import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CaseService, caseService } from '../../support/case-service.ts';
import { reviewBatch } from '../../support/review-batch.ts';

const path = '/api/v1/overview/queue';
let service: CaseService;
let line: Record<string, unknown>;
let samples: Awaited<ReturnType<typeof reviewBatch>>;
beforeAll(async () => {
  service = await caseService();
  await service.app.listen({ host: '127.0.0.1', port: 0 });
  samples = await reviewBatch(service, {
    kinds: ['unremarkable', 'T21', 'low-fetal-fraction', 'unremarkable'],
  });
});
afterAll(() => service.close());

let tag = '"none"';

/** The queue once it is another one than was last seen. */
async function queue() {
  const { raw, status } = await service.call('reviewer', `GET ${path}`);
  expect(status).toBe(200);
  if (raw.headers.etag === tag) return news();
  tag = String(raw.headers.etag);
  return raw.json().items as Record<string, unknown>[];
}

async function news() {
  const answer = await service.app.inject({
    url: `${path}?wait=10`,
    headers: { authorization: `Bearer ${service.keys.reviewer}`, 'if-none-match': tag },
  });
  expect(answer.statusCode).toBe(200);
  tag = String(answer.headers.etag);
  return answer.json().items as Record<string, unknown>[];
}

async function decide(index: number, decision: string, comment = ''): Promise<void> {
  const line = `POST /api/v1/reviews/${samples[index].reviewId}/decision` as const;
  expect((await service.call('reviewer', line, { decision, comment })).status).toBe(200);
}

it('lists what waits by urgency and due date, with the working days left', async () => {
  const lines = await queue();
  [line] = lines;
  const order = [1, 2, 0, 3].map((i) => samples[i].number);
  expect(lines.map(({ sample }) => sample)).toEqual(order);
  expect(lines[0]).toMatchObject({
    ...{ urgency: 'high-risk', state: 'PENDING', reviewer: null, batchState: 'RELEASED' },
    ...{ dueOn: '2026-05-13', workingDaysLeft: 12, lateness: 'in-time' },
    preApproval: { isAllowed: false },
  });
  // A result without a call leads to a redraw, whose notice is due earlier.
  expect(lines[1]).toMatchObject({ urgency: 'usual', dueOn: '2026-05-07', workingDaysLeft: 7 });
  expect(lines[2]).toMatchObject({ preApproval: { isAllowed: true, obstacles: [] } });
});

it('tells the version that a decision names, and keeps what is decided until it is signed', async () => {
  const review = await service.call('reviewer', `GET /api/v1/reviews/${line.id}`);
  expect(line.version).toBe(review.body.version);
  await decide(1, 'approve', '与胎儿比例相符');
  const [decided] = await queue();
  expect(decided).toMatchObject({
    ...{ id: line.id, state: 'APPROVED', comment: '与胎儿比例相符' },
    reviewer: { name: 'reviewer', displayName: 'reviewer' },
  });
  await service.call('approver', `POST /api/v1/reviews/${line.id}/sign`);
  expect((await queue()).map(({ id }) => id)).not.toContain(line.id);
});

it('forgets what goes back to the bench', async () => {
  await decide(2, 'redraw', '胎儿比例偏低');
  expect((await queue()).map(({ sample }) => sample)).toEqual([
    samples[0].number,
    samples[3].number,
  ]);
});
