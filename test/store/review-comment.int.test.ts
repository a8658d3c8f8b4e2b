import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealClearComments } from '../../src/store/review-comment.ts';
import {
  analyseCase,
  type CaseService,
  caseService,
  registerCase,
} from '../support/case-service.ts';

let service: CaseService;
let reviewId: string;
beforeAll(async () => {
  service = await caseService();
  ({ reviewId } = await analyseCase(service, await registerCase(service)));
  await service.call('reviewer', `POST /api/v1/reviews/${reviewId}/decision`, {
    ...{ decision: 'retest', comment: '林小燕 asked for it' },
  });
});
afterAll(() => service.close());

const stored = () =>
  service.services.kysely
    .selectFrom('review')
    .select(['comment', 'comment_sealed as sealed'])
    .where('id', '=', reviewId)
    .executeTakeFirstOrThrow();
const shown = async () =>
  (await service.call('reviewer', `GET /api/v1/reviews/${reviewId}`)).body.comment;

describe("a reviewer's comment", () => {
  it('is kept sealed and shown to who may see it', async () => {
    const { comment, sealed } = await stored();
    expect(comment).toBeNull();
    expect(sealed?.includes('林小燕')).toBe(false);
    expect(await shown()).toBe('林小燕 asked for it');
  });

  it('of an earlier version is sealed at the start, once', async () => {
    const { kysely, sealer } = service.services;
    await kysely
      .updateTable('review')
      .set({ comment: 'in the clear', comment_sealed: null })
      .where('id', '=', reviewId)
      .execute();
    await sealClearComments(kysely, sealer);
    const { comment, sealed } = await stored();
    expect(comment).toBeNull();
    expect(await shown()).toBe('in the clear');
    await sealClearComments(kysely, sealer);
    expect((await stored()).sealed).toEqual(sealed);
  });
});
