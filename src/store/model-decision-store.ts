import type { Transaction } from 'kysely';
import type { ModelEvent, ModelState } from '../casework/model/model-state.ts';
import { nextModelState } from '../casework/model/model-state.ts';
import type { Tables } from './tables.ts';

type Tx = Transaction<Tables>;

interface ModelMove {
  readonly id: string;
  readonly from: ModelState;
  readonly event: ModelEvent;
  /** What changes with the state. */
  readonly set: {
    readonly proposed_by?: string;
    readonly proposed_at?: Date;
    readonly decided_by?: string | null;
    readonly decided_at?: Date | null;
    readonly reason_sealed?: Buffer | null;
    readonly used_since?: Date;
    readonly used_until?: Date | null;
  };
}

/** Moves a model by compare-and-set; false if somebody else has moved it. */
export async function moveModel(tx: Tx, { id, from, event, set }: ModelMove): Promise<boolean> {
  const next = nextModelState(from, event);
  if (!next.ok) return false;
  const { numUpdatedRows } = await tx
    .updateTable('reference_model')
    .set({ ...set, state: next.state })
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
