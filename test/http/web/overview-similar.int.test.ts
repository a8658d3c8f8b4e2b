import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type SettledFinding,
  settleFinding,
} from '../../../src/casework/registry/settle-finding.ts';
import { uuidV7 } from '../../../src/security/uuid-v7.ts';
import { findNewestFinding, insertFinding } from '../../../src/store/registry-store.ts';
import { nearResultsQuery } from '../../../src/store/similar-result-store.ts';
import { type CaseService, caseService, today } from '../../support/case-service.ts';
import { type ReviewSample, reviewBatch } from '../../support/review-batch.ts';

let service: CaseService;
let samples: ReviewSample[];
beforeAll(async () => {
  service = await caseService();
  samples = await reviewBatch(service, {
    kinds: ['T21', 'T21', 'unremarkable', 'low-fetal-fraction', 'T21'],
  });
  for (const { reviewId } of samples.slice(0, 2)) {
    const review = `POST /api/v1/reviews/${reviewId}` as const;
    await service.call('reviewer', `${review}/decision`, { decision: 'approve', comment: '' });
    await service.call('approver', `${review}/sign`);
  }
  await diagnose(samples[0]);
});
afterAll(() => service.close());

/** A diagnosis comes back, as the case of the high risk would record it. */
async function diagnose({ number }: ReviewSample): Promise<void> {
  const { kysely } = service.services;
  const { pregnancy_id: pregnancyId } = await kysely
    .selectFrom('specimen')
    .select('pregnancy_id')
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  const found = await findNewestFinding(kysely, pregnancyId);
  if (!found) throw new Error('the report left no finding');
  const settled = settleFinding(found.body as unknown as SettledFinding, {
    diagnosis: {
      ...{ method: 'karyotype', material: 'amniotic-fluid', reportedOn: '2026-05-20' },
      results: [{ target: 'T21', result: 'trisomy' }],
    },
  });
  if (!settled.ok) throw new Error(settled.problem.detail);
  const { reportId } = found;
  const version = { id: uuidV7(), pregnancyId, reportId, version: 2, recordedAt: today };
  await insertFinding(kysely, { ...version, body: settled.value });
}

const path = (index: number) =>
  `GET /api/v1/overview/samples/${samples[index].sampleId}/similar` as const;

it('shows earlier samples alike and what became of them, audited, and nobody’s name', async () => {
  const { status, body, raw } = await service.call('reviewer', path(4));
  expect(status).toBe(200);
  const [first] = body.targets;
  expect(first.target).toBe('T21');
  expect(first.counts).toMatchObject({ confirmed: 1, reported: 1, refuted: 0, open: 0 });
  const byName = new Map(first.samples.map((each: { name: string }) => [each.name, each]));
  expect(byName.get(samples[0].number)).toMatchObject({
    ...{ verdict: 'high-risk', signed: 'high-risk', reviewState: 'APPROVED', fate: 'confirmed' },
  });
  expect(byName.get(samples[1].number)).toMatchObject({ fate: 'reported' });
  // Of the others no z of chromosome 21 is near; of chromosome 18 theirs are.
  expect(first.samples).toHaveLength(2);
  expect(body.targets[1].samples.map(({ name }: { name: string }) => name)).toContain(
    samples[2].number,
  );
  expect(raw.body).not.toMatch(/林|restricted|fetalSex|male/);
  const { rows } = await service.database.pool.query(
    "select detail from audit_event where action = 'sample.read-similar'",
  );
  expect(JSON.parse(rows[0].detail).ids).toContain(samples[0].sampleId);
});

it('knows only what was earlier, and nothing of a sample without a result', async () => {
  const { body } = await service.call('reviewer', path(0));
  expect(body.targets.map((each: { samples: object[] }) => each.samples.length)).toEqual([0, 0, 0]);
  const none = path(0).replace(samples[0].sampleId, samples[0].runId) as ReturnType<typeof path>;
  expect((await service.call('reviewer', none)).status).toBe(404);
});

it('is found by index, however many results there are', async () => {
  const { pool } = service.database;
  const { rows: sealed } = await pool.query('select * from analysis_result limit 1');
  await pool.query(
    `insert into analysis_result (id, sample_id, input_sha256, model_id, software_version, body,
        body_sha256, restricted_sealed, scored_at)
     select uuidv7(), sample_id, md5(n::text), model_id, n::text, body, body_sha256,
        restricted_sealed, scored_at
       from analysis_result, generate_series(1, 2000) as n where id = $1`,
    [sealed[0].id],
  );
  const query = nearResultsQuery({
    ...{ resultId: uuidV7(), modelId: sealed[0].model_id, pregnancyId: null },
    zs: (['T21', 'T18', 'T13'] as const).map((target) => ({ target, z: 0.3 })),
  }).compile(service.services.kysely);
  const { rows } = await pool.query(`explain (format json) ${query.sql}`, [...query.parameters]);
  const plan = JSON.stringify(rows[0]);
  expect(plan).not.toMatch(/"Seq Scan"[^}]*"Relation Name":"analysis_result"/);
  for (const z of ['z13', 'z18', 'z21']) expect(plan).toContain(`analysis_result_${z}`);
});
