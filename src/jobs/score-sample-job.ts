import type { Transaction } from 'kysely';
import type { AnalysisResult } from '../analysis/analysis-result.ts';
import type { DataProblem } from '../analysis/data-problem.ts';
import type { PopulationClass } from '../casework/pregnancy/population-class.ts';
import { reviewReasons } from '../casework/review/review-reasons.ts';
import { queuePlace } from '../casework/review/turnaround.ts';
import { type AuditEvent, appendAuditEvents } from '../store/audit-store.ts';
import { loadBinCounts } from '../store/bin-counts-store.ts';
import { newId } from '../store/new-id.ts';
import { holdModelInUse } from '../store/reference-model-store.ts';
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
import type { JobServices } from './job-services.ts';
import { isNewestInput } from './sample-input.ts';
import { scoreCounts } from './score-counts.ts';
import { startLaboratory } from './start-laboratory.ts';
import { workingCalendar } from './working-calendar.ts';

type Tx = Transaction<Tables>;

/** Specimens in other states are held, rejected or cancelled: nothing is said about them. */
const scorable = ['RECEIVED', 'IN_LAB', 'ANALYSED', 'REPORTED', 'NO_CALL_FINAL'];

/**
 * Scores one sample's counts. Runs again after any crash with one effect: the result is keyed by
 * input, model and version, and the sample, its tube and its review move with it in one
 * transaction. Without a model the sample waits as it is.
 */
export async function scoreSampleJob(services: JobServices, binCountsId: string): Promise<void> {
  const { kysely, sealer } = services;
  const model = await services.model();
  if (model === null) return;
  const loaded = await loadBinCounts(kysely, sealer, binCountsId);
  if (!loaded) return;
  const sample = await getSample(kysely, loaded.sampleId);
  if (sample?.state !== 'COUNTED' || !(await isNewestInput(kysely, loaded))) return;
  if (sample.specimenState !== null && !scorable.includes(sample.specimenState)) return;
  const result = await scoreCounts(services, { sample, model, counts: loaded.counts });
  const { inputSha256 } = loaded;
  if (!result.ok) return fail(services, { sample, inputSha256, problem: result.problem });
  const kept = await keep(services, { sample, inputSha256, result: result.value });
  // Another model was approved meanwhile: what counts is what that one says.
  if (kept === 'model-replaced') await scoreSampleJob(services, binCountsId);
}

interface Scored {
  readonly sample: SampleRow;
  readonly inputSha256: string;
}

/** Between the counts and their verdict a file may have come: then its own verdict counts. */
async function whileNewest(
  { kysely }: JobServices,
  { sample, inputSha256 }: Scored,
  work: (tx: Tx) => Promise<void>,
): Promise<void> {
  await kysely.transaction().execute(async (tx) => {
    await lockRun(tx, sample.runId);
    if (await isNewestInput(tx, { sampleId: sample.id, inputSha256 })) await work(tx);
  });
}

async function fail(
  services: JobServices,
  { problem, ...scored }: Scored & { readonly problem: DataProblem },
): Promise<void> {
  const { id, runId } = scored.sample;
  await whileNewest(services, scored, async (tx) => {
    const { kind, detail } = problem;
    const move = { id, from: ['COUNTED'] as const, to: 'FAILED' as const };
    if (!(await moveSample(tx, { ...move, problem: { kind, detail } }))) return;
    const now = services.clock();
    const failed = systemEvent({
      ...{ at: now, action: 'sample.fail', subject: `sample/${id}`, detail: { problem: kind } },
    });
    await appendAuditEvents(tx, [failed, ...(await advanceRun(tx, { runId, now }))]);
  });
}

async function keep(
  services: JobServices,
  { result, ...scored }: Scored & { readonly result: AnalysisResult },
): Promise<'done' | 'model-replaced'> {
  const now = services.clock();
  const sealed = sealResult(services.sealer, result, { sampleId: scored.sample.id, scoredAt: now });
  let outcome: 'done' | 'model-replaced' = 'done';
  await whileNewest(services, scored, async (tx) => {
    if (await holdModelInUse(tx, sealed.modelId))
      await enter(tx, { ...scored, result, sealed, now });
    else outcome = 'model-replaced';
  }).catch((error: unknown) => {
    if (!(error instanceof SpecimenMoved)) throw error;
  });
  return outcome;
}

async function enter(
  tx: Tx,
  {
    sample,
    result,
    sealed,
    now,
  }: Scored & { result: AnalysisResult; sealed: NewResult; now: Date },
): Promise<void> {
  const move = { id: sample.id, from: ['COUNTED'] as const, to: 'SCORED' as const };
  if (!(await moveSample(tx, move))) return;
  const resultId = await keepResult(tx, sealed);
  const detail = { analysis: resultId, sha256: sealed.bodySha256, model: sealed.modelId };
  const event = systemEvent({
    ...{ at: now, action: 'sample.score', subject: `sample/${sample.id}`, detail },
  });
  const tube = await putBeforeReviewer(tx, { sample, result, resultId, now });
  const moves = await advanceRun(tx, { runId: sample.runId, now });
  await appendAuditEvents(tx, [event, ...tube, ...moves]);
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
  const { specimenId, populationClass, fetusCount, drawnOn } = sample;
  if (specimenId === null || populationClass === null) return [];
  if (fetusCount === null || drawnOn === null) return [];
  const facts = { populationClass: populationClass as PopulationClass, fetusCount };
  const reasons = reviewReasons(result, facts);
  const place = queuePlace({ drawnOn, calls: result.calls }, workingCalendar);
  const review = { id: newId(), sampleId: sample.id, analysisResultId: resultId, reasons, place };
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
