import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCallersBySession } from '../../../src/store/session-store.ts';
import {
  analyseCase,
  type CaseService,
  caseService,
  registerCase,
} from '../../support/case-service.ts';

const path = '/api/v1/overview/runs';
let service: CaseService;
let sampleId: string;
beforeAll(async () => {
  service = await caseService();
  ({ sampleId } = await analyseCase(service, await registerCase(service)));
  await service.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => service.close());

function ask(url: string, tag?: string) {
  const headers = { authorization: `Bearer ${service.keys.reviewer}` };
  return service.app.inject({ url, headers: tag ? { ...headers, 'if-none-match': tag } : headers });
}

async function setState(state: string): Promise<void> {
  const { kysely } = service.services;
  await kysely.updateTable('sample').set({ state }).where('id', '=', sampleId).execute();
}

describe('the runs at a glance', () => {
  it('tell how many samples stand where', async () => {
    const { body } = await service.call('reviewer', `GET ${path}`);
    expect(body.items).toMatchObject([
      {
        ...{ sampleCount: 1, scoredCount: 1, failedCount: 0, workingCount: 0 },
        ...{ arrivingCount: 0, arrivedFraction: null, pendingReviewCount: 1 },
      },
    ]);
  });

  it('answer who waits when there is something new, and 304 when there is not', async () => {
    const first = await ask(path);
    const tag = String(first.headers.etag);
    const nothing = await ask(`${path}?wait=1`, tag);
    expect([nothing.statusCode, nothing.body]).toEqual([304, '']);
    const waiting = ask(`${path}?wait=30`, tag);
    await setState('COUNTED');
    const news = await waiting;
    expect(news.statusCode).toBe(200);
    expect(news.json().items[0]).toMatchObject({ scoredCount: 0, workingCount: 1 });
  });

  it('tell nothing to whoever signed out while waiting', async () => {
    const tag = String((await ask(path)).headers.etag);
    const waiting = ask(`${path}?wait=30`, tag);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await service.call('reviewer', 'GET /api/v1/session');
    const { kysely, clock, config } = service.services;
    const token = service.keys.reviewer;
    const { idleSeconds } = config.session;
    const callers = await findCallersBySession(kysely, {
      tokens: [token],
      now: clock(),
      idleSeconds,
    });
    const session = callers.get(token)?.session?.id ?? '';
    await kysely.deleteFrom('staff_session').where('id', '=', session).execute();
    await setState('SCORED');
    expect((await waiting).statusCode).toBe(401);
  });

  it('do not keep an idle session alive, while a person’s own acts do', async () => {
    const { kysely, clock } = service.services;
    const long = new Date(clock().getTime() - 120_000);
    await kysely.updateTable('staff_session').set({ last_seen_at: long }).execute();
    const seen = async () =>
      (await kysely.selectFrom('staff_session').select('last_seen_at').execute()).filter(
        ({ last_seen_at: at }) => at > long,
      ).length;
    expect((await service.call('approver', `GET ${path}`)).status).toBe(200);
    expect(await seen()).toBe(0);
    await service.call('approver', 'GET /api/v1/session');
    expect(await seen()).toBe(1);
  });
});
