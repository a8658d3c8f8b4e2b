import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** Which page of which version; a layout is never changed without a new number. */
export interface PrintKey {
  readonly reportId: string;
  readonly language: 'zh' | 'en';
  readonly state: string;
  readonly layout: number;
}

/** Records what a page's bytes are, once; answers the SHA-256 on record and whether it is new. */
export async function recordPrint(
  tx: Transaction<Tables>,
  print: PrintKey & { readonly sha256: string; readonly printedAt: Date },
): Promise<{ readonly sha256: string; readonly first: boolean }> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('report_print')
    .values({
      report_id: print.reportId,
      language: print.language,
      state: print.state,
      layout: print.layout,
      sha256: print.sha256,
      printed_at: print.printedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 1n) return { sha256: print.sha256, first: true };
  const { sha256 } = await selectPrint(tx, print).executeTakeFirstOrThrow();
  return { sha256, first: false };
}

/** The pages of a version that were printed, in a fixed order. */
export async function listPrints(db: Kysely<Tables>, reportId: string) {
  const rows = await db
    .selectFrom('report_print')
    .select(['language', 'state', 'layout', 'sha256'])
    .where('report_id', '=', reportId)
    .orderBy('layout')
    .orderBy('state')
    .orderBy('language')
    .execute();
  return rows.map((row) => ({ ...row, language: row.language as PrintKey['language'] }));
}

function selectPrint(db: Transaction<Tables>, { reportId, language, state, layout }: PrintKey) {
  return db
    .selectFrom('report_print')
    .select('sha256')
    .where('report_id', '=', reportId)
    .where('language', '=', language)
    .where('state', '=', state)
    .where('layout', '=', layout);
}
