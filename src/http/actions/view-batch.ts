import { type BatchRow, findBatchOfRun, getBatch } from '../../store/batch-store.ts';
import { entityTag } from '../entity-tag.ts';
import { HttpProblem } from '../problem.ts';
import type { BatchAnswer } from '../schemas/batch.ts';
import type { Services } from '../services.ts';

const recordClass = 'batch.release';

/** A reason is free text: it is kept sealed. */
export function sealReason({ sealer }: Services, gateId: string, reason: string): Buffer {
  return sealer.sealText(reason, { recordClass, recordId: gateId });
}

/** A batch as it is told: its state, and every light of its newest gate. */
export function batchAnswerOf(services: Services, row: BatchRow): BatchAnswer {
  const { id, runId, instrument, flowcell } = row;
  return {
    ...{ id, runId, instrument, flowcell, state: row.state as BatchAnswer['state'] },
    ...{ version: batchTag(row), gate: gateOf(services, row) },
  };
}

/** The version of a batch: whatever was found of it, and whoever released it. */
export function batchTag({ id, state, gateId, releasedAt }: BatchRow): string {
  return entityTag(id, state, gateId ?? '', releasedAt?.toISOString() ?? '');
}

function gateOf({ sealer }: Services, row: BatchRow): BatchAnswer['gate'] {
  const { gateId: id, verdict, limitsVersion, judgedAt, lights } = row;
  if (id === null || verdict === null || limitsVersion === null || judgedAt === null) return null;
  const { releasedAt: at, releasedBy: by, reasonSealed } = row;
  const release =
    at === null || by === null || reasonSealed === null
      ? null
      : { by, at, reason: sealer.openText(reasonSealed, { recordClass, recordId: id }) };
  return {
    ...{ id, verdict: verdict as 'pass' | 'fail', limitsVersion, judgedAt },
    ...{ lights: lights ?? [], release },
  };
}

/** A batch that must exist, or 404. */
export async function requireBatch(db: Services['kysely'], id: string): Promise<BatchRow> {
  const batch = await getBatch(db, id);
  if (!batch) throw HttpProblem.notFound('batch');
  return batch;
}

/** The batch of a run, or 404. */
export async function requireBatchOfRun(db: Services['kysely'], runId: string): Promise<BatchRow> {
  const batch = await findBatchOfRun(db, runId);
  if (!batch) throw HttpProblem.notFound('run');
  return batch;
}
