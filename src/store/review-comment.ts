import type { Kysely } from 'kysely';
import type { Envelope } from '../security/envelope.ts';
import type { Tables } from './tables.ts';

const recordClass = 'review.comment';
const batchSize = 200;

/** A reviewer may write anything into a comment: it is kept sealed. */
export function sealComment(sealer: Envelope, reviewId: string, comment: string): Buffer {
  return sealer.sealText(comment, { recordClass, recordId: reviewId });
}

/** The comment of a review; null while nobody decided. */
export function openComment(
  sealer: Envelope,
  { id, commentSealed }: { readonly id: string; readonly commentSealed: Buffer | null },
): string | null {
  if (commentSealed === null) return null;
  return sealer.openText(commentSealed, { recordClass, recordId: id });
}

/** Seals, batch by batch, the comments an earlier version left in the clear. */
export async function sealClearComments(db: Kysely<Tables>, sealer: Envelope): Promise<void> {
  for (;;) {
    const rows = await db
      .selectFrom('review')
      .select(['id', 'comment'])
      .where('comment', 'is not', null)
      .limit(batchSize)
      .execute();
    for (const { id, comment } of rows) {
      await db
        .updateTable('review')
        .set({ comment: null, comment_sealed: sealComment(sealer, id, comment ?? '') })
        .where('id', '=', id)
        .where('comment', 'is not', null)
        .execute();
    }
    if (rows.length < batchSize) return;
  }
}
