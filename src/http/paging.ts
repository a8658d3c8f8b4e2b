import { z } from 'zod';

/** Query of every list: where the last page ended, and how many to give. */
export const pageQuery = z.object({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Answer of every list: `next` is the cursor of the following page, null at the end. */
export function pageOf<Item extends z.ZodType>(
  item: Item,
): z.ZodObject<{ items: z.ZodArray<Item>; next: z.ZodNullable<z.ZodString> }> {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/**
 * Cuts a page out of rows fetched with `limit + 1`: the extra row only tells that there is more.
 *
 * @example cutPage([{ id: 'a' }, { id: 'b' }], { limit: 1, cursorOf: (row) => row.id })
 * // { items: [{ id: 'a' }], next: 'a' }
 */
export function cutPage<Row>(
  rows: readonly Row[],
  { limit, cursorOf }: { limit: number; cursorOf: (row: Row) => string },
): { items: Row[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
