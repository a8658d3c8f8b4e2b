import { createHash, randomUUID } from 'node:crypto';
import type { AnalysisResult } from '../../src/analysis/analysis-result.ts';
import type { SampleKind } from '../../src/casework/run/sample-sheet.ts';
import { uuidV7 } from '../../src/security/uuid-v7.ts';
import { appendAuditEvents } from '../../src/store/audit-store.ts';
import { advanceBatch } from '../../src/store/batch-progress.ts';
import { insertResult } from '../../src/store/result-store.ts';
import { lockRun } from '../../src/store/run-store.ts';
import { insertSamples, moveSample, type SampleState } from '../../src/store/sample-store.ts';
import { analysisOf, scatter } from './batch-example.ts';
import { type CaseService, today } from './case-service.ts';

/** Puts a sample without a tube into a run, where it waits for its data. */
export async function addControl(
  { services }: CaseService,
  { runId, kind, name }: { runId: string; kind: SampleKind; name: string },
): Promise<string> {
  const id = uuidV7();
  await insertSamples(services.kysely, [
    { id, runId, name, kind, specimenId: null, fileName: `${name}.bam` },
  ]);
  return id;
}

const anyState = ['AWAITING_DATA', 'UPLOADED', 'COUNTED', 'SCORED', 'FAILED'] as const;

/** Moves a sample, with a result if it is scored, and its batch, as a job would. */
export async function settleSample(
  { services }: CaseService,
  {
    id,
    runId,
    to,
    result,
  }: { id: string; runId: string; to: SampleState; result?: AnalysisResult },
): Promise<void> {
  const { kysely, sealer } = services;
  await kysely.transaction().execute(async (tx) => {
    await lockRun(tx, runId);
    const problem = { kind: 'no-usable-reads', detail: 'there is none' };
    await moveSample(tx, { id, from: anyState, to, ...(to === 'FAILED' && { problem }) });
    if (result) {
      const body = JSON.stringify(result);
      const resultId = uuidV7();
      await insertResult(tx, {
        ...{ id: resultId, sampleId: id, inputSha256: randomUUID(), modelId: result.model.id },
        ...{ softwareVersion: result.software.version, body, scoredAt: today },
        bodySha256: createHash('sha256').update(body).digest('hex'),
        restrictedSealed: sealer.sealText('null', { recordClass: 'x', recordId: resultId }),
      });
    }
    await appendAuditEvents(tx, await advanceBatch(tx, { runId, now: today }));
  });
}

/** The three controls of a batch with the results they should have; answers their ids. */
export async function addGoodControls(
  service: CaseService,
  runId: string,
): Promise<{ noTemplate: string; negative: string; positive: string }> {
  const add = (kind: SampleKind) => addControl(service, { runId, kind, name: kind });
  const noTemplate = await add('no-template-control');
  const negative = await add('negative-control');
  const positive = await add('positive-control');
  const scored = { runId, to: 'SCORED' } as const;
  const trisomy = analysisOf(scatter(2), { verdicts: { T18: 'high-risk' } });
  await settleSample(service, { id: noTemplate, runId, to: 'FAILED' });
  await settleSample(service, { ...scored, id: negative, result: analysisOf(scatter(3)) });
  await settleSample(service, { ...scored, id: positive, result: trisomy });
  return { noTemplate, negative, positive };
}
