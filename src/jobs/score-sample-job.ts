import type { Transaction } from 'kysely';
import type { AnalysisResult } from '../analysis/analysis-result.ts';
import type { BinCounts } from '../analysis/bin-counts/bin-counts.ts';
import type { DataProblem, Result } from '../analysis/data-problem.ts';
import type { PopulationClass } from '../casework/pregnancy/population-class.ts';
import { reviewReasons } from '../casework/review/review-reasons.ts';
import { type AuditEvent, appendAuditEvents } from '../store/audit-store.ts';
import { loadBinCounts } from '../store/bin-counts-store.ts';
import { newId } from '../store/new-id.ts';
import {
  findResultOfSample,
  insertResult,
  type NewResult,
  sealResult,
} from '../store/result-store.ts';
import { insertReview } from '../store/review-store.ts';
import { advanceRun } from '../store/run-progress.ts';
import { lockRun } from '../store/run-store.ts';
import { getSample, moveSample, type SampleRow } from '../store/sample-store.ts';
import { moveSpecimen } from '../store/specimen-store.ts';
import type { Tables } from '../store/tables.ts';
import { followEarlierResult } from './follow-earlier-result.ts';
import type { JobServices, ScoringModel } from './job-services.ts';
import { startLaboratory } from './start-laboratory.ts';

type Tx = Transaction<Tables>;

/** Specimens in other states are held, rejected or cancelled: nothing is said about them. */
const scorable = ['RECEIVED', 'IN_LAB', 'ANALYSED', 'REPORTED', 'NO_CALL_FINAL'];

/**
 * Scores one sample's counts. Runs again after any crash with one effect: the result is keyed by
 * input, model and version, and the sample, its tube and its review move with it in one
 * transaction. Without a model the sample waits as it is.
 */
export async function scoreSampleJob(services: JobServices, binCountsId: string): Promise<void> {
  const { kysely, sealer, model } = services;
  if (model === null) return;
  const loaded = await loadBinCounts(kysely, sealer, binCountsId);
  if (!loaded) return;
  const sample = await getSample(kysely, loaded.sampleId);
  if (sample?.state !== 'COUNTED') return;
  if (sample.specimenState !== null && !scorable.includes(sample.specimenState)) return;
  const result = await score(services, { sample, model, counts: loaded.counts });
  if (!result.ok) return fail(services, sample, result.problem);
  await keep(services, sample, result.value);
}

async function score(
  { pool, softwareVersion, signal }: JobServices,
  { sample, model, counts }: { sample: SampleRow; model: ScoringModel; counts: BinCounts },
): Promise<Result<AnalysisResult>> {
  if (counts.source === null) throw new Error(`counts of sample ${sample.id} name no source`);
  const task = {
    modelFolder: model.folder,
    sample: { counts, source: counts.source },
    age: sample.ageAtDelivery,
    weeks: weeksOf(sample.gestationalDaysAtDraw),
    restricted: true,
    softwareVersion,
  };
  const result = await pool.run('score-sample', task, { signal });
  // A model that was checked at the start and is damaged now is no fault of the sample's.
  if (!result.ok && result.problem.kind !== 'model-mismatch') {
    throw new Error(`the model cannot be used: ${result.problem.detail}`);
  }
  return result;
}

/** @example weeksOf(115) // '16+3' */
function weeksOf(days: number | null): string | null {
  return days === null ? null : `${Math.floor(days / 7)}+${days % 7}`;
}

async function fail(
  { kysely, clock }: JobServices,
  { id, runId }: SampleRow,
  problem: DataProblem,
): Promise<void> {
  await kysely.transaction().execute(async (tx) => {
    await lockRun(tx, runId);
    const { kind, detail } = problem;
    const move = { id, from: ['COUNTED'] as const, to: 'FAILED' as const };
    if (!(await moveSample(tx, { ...move, problem: { kind, detail } }))) return;
    const now = clock();
    const failed = systemEvent({
      ...{ at: now, action: 'sample.fail', subject: `sample/${id}`, detail: { problem: kind } },
    });
    await appendAuditEvents(tx, [failed, ...(await advanceRun(tx, { runId, now }))]);
  });
}

async function keep(
  { kysely, sealer, clock }: JobServices,
  sample: SampleRow,
  result: AnalysisResult,
): Promise<void> {
  const now = clock();
  const sealed = sealResult(sealer, result, { sampleId: sample.id, scoredAt: now });
  await kysely
    .transaction()
    .execute(async (tx) => {
      await lockRun(tx, sample.runId);
      const move = { id: sample.id, from: ['COUNTED'] as const, to: 'SCORED' as const };
      if (!(await moveSample(tx, move))) return;
      const resultId = await keepResult(tx, sealed);
      const detail = { analysis: resultId, sha256: sealed.bodySha256, model: sealed.modelId };
      const scored = systemEvent({
        ...{ at: now, action: 'sample.score', subject: `sample/${sample.id}`, detail },
      });
      const tube = await putBeforeReviewer(tx, { sample, result, resultId, now });
      const moves = await advanceRun(tx, { runId: sample.runId, now });
      await appendAuditEvents(tx, [scored, ...tube, ...moves]);
    })
    .catch((error: unknown) => {
      if (!(error instanceof SpecimenMoved)) throw error;
    });
}

/** The tube was held or withdrawn while it was scored: its sample waits for the release. */
class SpecimenMoved extends Error {}

async function keepResult(tx: Tx, sealed: NewResult): Promise<string> {
  if (await insertResult(tx, sealed)) return sealed.id;
  const known = await findResultOfSample(tx, sealed.sampleId);
  if (!known) throw new Error('an analysis vanished while it was stored');
  return known.id;
}

/** A patient's result moves her tube on and waits for a person; a control's only stands there. */
async function putBeforeReviewer(
  tx: Tx,
  context: { sample: SampleRow; result: AnalysisResult; resultId: string; now: Date },
): Promise<AuditEvent[]> {
  const { sample, result, resultId, now } = context;
  const { specimenId, populationClass, fetusCount } = sample;
  if (specimenId === null || populationClass === null || fetusCount === null) return [];
  const facts = { populationClass: populationClass as PopulationClass, fetusCount };
  const reasons = reviewReasons(result, facts);
  const review = { id: newId(), sampleId: sample.id, analysisResultId: resultId, reasons };
  const later = await followEarlierResult(tx, { review, now });
  if (later !== null) return later;
  const started = await startLaboratory(tx, { specimenId, now });
  if (!(await moveSpecimen(tx, { id: specimenId, from: 'IN_LAB', to: 'ANALYSED' }))) {
    throw new SpecimenMoved();
  }
  await insertReview(tx, review);
  const detail = { from: 'IN_LAB', to: 'ANALYSED', analysis: resultId };
  const subject = `specimen/${specimenId}`;
  const moved = { at: now, action: 'specimen.record-analysis', subject, detail };
  return [...started, systemEvent(moved)];
}

function systemEvent(event: Omit<AuditEvent, 'actor'>): AuditEvent {
  return { ...event, actor: 'system' };
}
