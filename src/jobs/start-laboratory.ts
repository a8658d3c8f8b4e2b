import type { Transaction } from 'kysely';
import type { AuditEvent } from '../store/audit-store.ts';
import { moveSpecimen } from '../store/specimen-store.ts';
import type { Tables } from '../store/tables.ts';

/** A tube that was held when its run was registered goes into the laboratory once it is counted. */
export async function startLaboratory(
  tx: Transaction<Tables>,
  { specimenId, now }: { specimenId: string | null; now: Date },
): Promise<AuditEvent[]> {
  if (specimenId === null) return [];
  const move = { id: specimenId, from: 'RECEIVED' as const, to: 'IN_LAB' as const };
  if (!(await moveSpecimen(tx, move))) return [];
  return [
    {
      at: now,
      actor: 'system',
      action: 'specimen.start-laboratory',
      subject: `specimen/${specimenId}`,
      detail: { from: move.from, to: move.to },
    },
  ];
}
