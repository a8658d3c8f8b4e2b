import { afterAll, beforeAll, expect, it } from 'vitest';
import { uuidV7 } from '../../src/security/uuid-v7.ts';
import { insertReview } from '../../src/store/review-store.ts';
import {
  analyseCase,
  type CaseService,
  caseService,
  registerCase,
} from '../support/case-service.ts';

let service: CaseService;
beforeAll(async () => {
  service = await caseService();
});
afterAll(() => service.close());

/** As often as it takes until the server keeps one plan for every value. */
const timesUntilPlanned = 20;

it('is put before a reviewer once, however often a connection has done it', async () => {
  const { number } = await registerCase(service);
  const { sampleId } = await analyseCase(service, { number });
  const { id: analysisResultId } = await service.services.kysely
    .selectFrom('analysis_result')
    .select('id')
    .executeTakeFirstOrThrow();
  const place = { isHighRisk: false, dueOn: null };
  const inserted = await service.services.kysely.connection().execute(async (db) => {
    const answers: boolean[] = [];
    for (let i = 0; i < timesUntilPlanned; i += 1) {
      const again = { id: uuidV7(), sampleId, analysisResultId, reasons: [], place };
      answers.push(await insertReview(db, again));
    }
    return answers;
  });
  expect(inserted).toEqual(Array(timesUntilPlanned).fill(false));
});
