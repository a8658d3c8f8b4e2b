import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnalysisResult } from '../../src/analysis/analysis-result.ts';
import { analysisOf, scatter } from '../support/batch-example.ts';
import {
  analyseCase,
  type CaseService,
  caseService,
  registerCase,
  registrationExample,
  today,
} from '../support/case-service.ts';

let service: CaseService;
let now = today;
beforeAll(async () => {
  service = await caseService({ clock: () => now });
});
afterAll(() => service.close());

let cases = 0;
/** z of a sample in which nothing is remarkable. */
const quiet = (seed: number) => (chromosome: number) => 0.5 * Math.tanh(scatter(seed)(chromosome));

async function waiting(
  change: { result?: AnalysisResult; registration?: object; batch?: string } = {},
): Promise<string> {
  const number = `C20260423-${++cases}`;
  const identifier = { type: 'passport', value: `E3456${String(cases).padStart(4, '0')}` };
  const registration = registrationExample({ identifier, ...change.registration });
  await registerCase(service, { number, registration });
  const { result = analysisOf(quiet(cases)), batch = 'RELEASED' } = change;
  return (await analyseCase(service, { number, result, batch })).reviewId;
}

async function itemOf(id: string) {
  const { body } = await service.call('reviewer', `GET /api/v1/reviews/${id}`);
  return { id, version: body.version as string };
}

const itemsOf = (ids: readonly string[]) => Promise.all(ids.map(itemOf));
const approve = (items: object[]) =>
  service.call('reviewer', 'POST /api/v1/reviews/approvals', { items });
const sign = (items: object[]) =>
  service.call('approver', 'POST /api/v1/reviews/signatures', { items });
const outcomes = (body: { items: { outcome: string; problem: { type: string } | null }[] }) =>
  body.items.map(({ outcome, problem }) => problem?.type.replace('/problems/', '') ?? outcome);

describe('a list of unremarkable samples', () => {
  it('is approved by one key and signed by another, each report by itself', async () => {
    const ids = [await waiting(), await waiting(), await waiting()];
    const approved = await approve(await itemsOf(ids));
    expect(outcomes(approved.body)).toEqual(['done', 'done', 'done']);
    const items = approved.body.items.map(({ id, version }: Record<string, string>) => ({
      ...{ id, version },
    }));
    expect(items).toEqual(await itemsOf(ids));
    const signed = await sign(items);
    expect(outcomes(signed.body)).toEqual(['done', 'done', 'done']);
    const bodies = new Set<string>();
    for (const { reportId } of signed.body.items) {
      const row = await service.services.kysely
        .selectFrom('report')
        .select(['body', 'body_sha256', 'reviewer', 'approver'])
        .where('id', '=', reportId)
        .executeTakeFirstOrThrow();
      expect(row.reviewer).not.toBe(row.approver);
      expect(createHash('sha256').update(row.body).digest('hex')).toBe(row.body_sha256);
      bodies.add(row.body_sha256);
      const { rows } = await sql<{ sha256: string }>`
        select detail::jsonb ->> 'bodySha256' as sha256 from audit_event
        where action = 'report.issue' and subject = ${`report/${reportId}`}
      `.execute(service.services.kysely);
      expect(rows).toEqual([{ sha256: row.body_sha256 }]);
    }
    expect(bodies.size).toBe(3);
    // The same list again is the same reports.
    const again = await sign(items);
    expect(again.body).toEqual(signed.body);
    expect(outcomes((await approve(items)).body)).toEqual(['done', 'done', 'done']);
  });

  it('goes on past what is refused, and says why of each', async () => {
    const remarkable = await Promise.all([
      waiting({ result: analysisOf(quiet(91), { verdicts: { T21: 'high-risk' } }) }),
    ]);
    const twins = await waiting({
      registration: { fetusCount: 2, consent: cautiousConsent },
    });
    const low = analysisOf(quiet(92));
    const poor = await waiting({
      result: { ...low, fetalFraction: { estimate: 0.035, low: 0.033, high: 0.05 } },
    });
    const held = await waiting({ batch: 'HELD' });
    const good = await waiting();
    const stale = await waiting();
    const nobody = '00000000-0000-7000-8000-000000000000';
    const items = await itemsOf([...remarkable, twins, poor, held, good]);
    const { status, body } = await approve([
      ...items,
      { id: stale, version: '"an-earlier-one"' },
      { id: nobody, version: '"x"' },
    ]);
    expect(status).toBe(200);
    expect(outcomes(body)).toEqual([
      ...Array(4).fill('not-pre-approvable'),
      ...['done', 'version-changed', 'not-found'],
    ]);
    const reasons = body.items.map((item: { problem: { reasons?: string[] } | null }) =>
      item.problem?.reasons?.join(' '),
    );
    expect(reasons[0]).toContain('high-risk');
    expect(reasons[1]).toContain('multiple-pregnancy');
    expect(reasons[2]).toContain('low-fetal-fraction');
    expect(reasons[3]).toContain('batch-not-released');
    const view = await service.call('reviewer', `GET /api/v1/reviews/${twins}`);
    expect(view.body.preApproval.isAllowed).toBe(false);
    expect(view.body.preApproval.obstacles).toContain('multiple-pregnancy');
  });

  it('is not signed where somebody decided a remarkable one by itself', async () => {
    const id = await waiting({ result: analysisOf(quiet(93), { verdicts: { T18: 'high-risk' } }) });
    const decision = { decision: 'approve', comment: '' };
    await service.call('reviewer', `POST /api/v1/reviews/${id}/decision`, decision);
    expect(outcomes((await sign([await itemOf(id)])).body)).toEqual(['not-pre-approvable']);
    const undecided = await itemOf(await waiting());
    expect(outcomes((await sign([undecided])).body)).toEqual(['state-conflict']);
  });

  it('needs the right, a second factor of the last quarter of an hour, and a licence', async () => {
    const id = await waiting();
    await approve(await itemsOf([id]));
    const items = await itemsOf([id]);
    const line = 'POST /api/v1/reviews/signatures' as const;
    expect((await service.call('reviewer', line, { items })).status).toBe(403);
    expect(
      (await service.call('approver', 'POST /api/v1/reviews/approvals', { items })).status,
    ).toBe(403);
    now = new Date(today.getTime() + 16 * 60_000);
    const late = await sign(items);
    expect(late).toMatchObject({ status: 403, body: { type: '/problems/second-factor-needed' } });
    now = today;
    const { kysely } = service.services;
    const licence = { licence_number: null, licence_from: null, licence_to: null };
    const held = await kysely
      .selectFrom('staff')
      .selectAll()
      .where('roles', '@>', sql<never>`array['approver']`)
      .executeTakeFirstOrThrow();
    await kysely.updateTable('staff').set(licence).where('id', '=', held.id).execute();
    expect(outcomes((await sign(items)).body)).toEqual(['licence-invalid']);
    const { licence_number, licence_from, licence_to } = held;
    const back = { licence_number, licence_from, licence_to };
    await kysely.updateTable('staff').set(back).where('id', '=', held.id).execute();
    expect(outcomes((await sign(items)).body)).toEqual(['done']);
  });

  it('of two reviewers at once has one effect', async () => {
    const items = await itemsOf([await waiting(), await waiting()]);
    const both = await Promise.all([approve(items), approve(items)]);
    for (const { body } of both) expect(outcomes(body)).toEqual(['done', 'done']);
    const { rows } = await sql`
      select from audit_event where action = 'review.decide'
        and subject = any(${items.map(({ id }) => `review/${id}`)}::text[])
    `.execute(service.services.kysely);
    expect(rows).toHaveLength(2);
  });
});

const cautiousConsent = {
  scopes: ['test', 'cautious-population', 'platform-store'],
  signedOn: '2026-04-18',
};
