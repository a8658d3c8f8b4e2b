import { createHash } from 'node:crypto';
import { controlGroup } from '../../fixtures/simulate/control-group.ts';
import { demoFlowCell } from '../../fixtures/simulate/flow-cell.ts';
import { createLandscape, type LandscapeOptions } from '../../fixtures/simulate/landscape.ts';
import type { SampleRecipe } from '../../fixtures/simulate/recipe.ts';
import { simulateCounts } from '../../fixtures/simulate/simulate-counts.ts';
import { analyseSample } from '../../src/analysis/analyse-sample.ts';
import type { BinCounts } from '../../src/analysis/bin-counts/bin-counts.ts';
import { createBinGrid } from '../../src/analysis/genome/bin-grid.ts';
import { autosomeCount } from '../../src/analysis/genome/chromosome.ts';
import { createControlGroupBuilder } from '../../src/analysis/reference-model/control-group-builder.ts';
import { parseReferenceModel } from '../../src/analysis/reference-model/parse-reference-model.ts';
import type { ReferenceModel } from '../../src/analysis/reference-model/reference-model.ts';
import { serialiseReferenceModel } from '../../src/analysis/reference-model/serialise-reference-model.ts';
import { trainReferenceModel } from '../../src/analysis/reference-model/train-reference-model.ts';
import { reviewReasons } from '../../src/casework/review/review-reasons.ts';
import { queuePlace } from '../../src/casework/review/turnaround.ts';
import { demoRegistration } from '../../src/cli/demo/demo-registration.ts';
import { workingCalendar } from '../../src/jobs/working-calendar.ts';
import { uuidV7 } from '../../src/security/uuid-v7.ts';
import { insertBinCounts, packBinCounts } from '../../src/store/bin-counts-store.ts';
import { sha256Hex } from '../../src/store/reference-files.ts';
import { registerModel, takeUpFirstModel } from '../../src/store/reference-model-store.ts';
import { insertResult, sealResult } from '../../src/store/result-store.ts';
import { insertReview } from '../../src/store/review-store.ts';
import { insertRun } from '../../src/store/run-store.ts';
import { insertSampleFiles } from '../../src/store/sample-file-store.ts';
import { insertSamples } from '../../src/store/sample-store.ts';
import { findSpecimenByNumber, moveSpecimen } from '../../src/store/specimen-store.ts';
import { type CaseService, today } from './case-service.ts';
import { goodValue } from './simulated-model.ts';

/** The laboratory of the demonstration: bins of 50 kb, 57 509 of them on the autosomes. */
const laboratory: LandscapeOptions = { assembly: 'GRCh38', binSizeBases: 50_000, seed: 21 };

interface BatchOptions {
  readonly samples: number;
  readonly controls?: number;
  readonly landscape?: LandscapeOptions;
}

export interface SimulatedBatch {
  readonly runId: string;
  readonly sampleIds: readonly string[];
}

/** A scored run on a service of the tests: every analysis real, from simulated counts. */
export async function simulatedBatch(
  service: CaseService,
  { samples, controls = 60, landscape = laboratory }: BatchOptions,
): Promise<SimulatedBatch> {
  const { kysely } = service.services;
  const simulated = createLandscape(landscape);
  const model = await learnModel(service, { count: controls, landscape: simulated });
  const runId = uuidV7();
  const registrar = await kysely.selectFrom('actor').select('id').executeTakeFirstOrThrow();
  const { assembly: reference } = landscape;
  await insertRun(kysely, {
    ...{ id: runId, instrument: 'NextSeq-1', flowcell: 'SIM-FC-2026', chemistry: null },
    aligner: { name: 'bwa-mem2', version: '2.2.1', reference, duplicateMarking: 'marked' },
    ...{ lanes: [], reagentLots: [], registeredBy: registrar.id, registeredAt: today },
    urgent: false,
  });
  const sampleIds: string[] = [];
  for (const [i, recipe] of demoFlowCell({ samples, seed: 2026 }).entries()) {
    const counts = simulateCounts(recipe, simulated);
    sampleIds.push(await addSample(service, { i, runId, recipe, counts, model }));
  }
  // What a batch is released by is judged in its own tests.
  await kysely
    .updateTable('batch')
    .set({ state: 'RELEASED' })
    .where('run_id', '=', runId)
    .execute();
  return { runId, sampleIds };
}

async function learnModel(
  { services }: CaseService,
  { count, landscape }: { count: number; landscape: ReturnType<typeof createLandscape> },
): Promise<ReferenceModel> {
  const builder = createControlGroupBuilder();
  const inputs = controlGroup({ count, seed: 3 }).map((recipe) => {
    const problem = builder.add(simulateCounts(recipe, landscape), undefined);
    if (problem) throw new Error(problem.detail);
    return { sample: recipe.name, file: `${recipe.name}.bins.tsv`, sha256: '0'.repeat(64) };
  });
  const group = goodValue(builder.finish());
  if (group.learnedGc === null) throw new Error('simulated controls have GC values');
  const trained = goodValue(trainReferenceModel({ ...group, gc: group.learnedGc }));
  const settings = { softwareVersion: '0', gc: 'learn', mappability: null, inputs };
  const files = serialiseReferenceModel(trained, { ...settings, sha256: sha256Hex });
  const bytes = { modelJson: Buffer.from(files.modelJson), modelBin: files.modelBin };
  const model = goodValue(parseReferenceModel(bytes, sha256Hex));
  const { document, sha256 } = model;
  const { models } = services.config.folders;
  const taken = { files: bytes, document, sha256, models, by: null, now: today };
  goodValue(await registerModel(services.kysely, taken));
  await takeUpFirstModel(services.kysely, document.id, today);
  return model;
}

interface NewBatchSample {
  readonly i: number;
  readonly runId: string;
  readonly recipe: SampleRecipe;
  readonly counts: BinCounts;
  readonly model: ReferenceModel;
}

async function addSample(service: CaseService, made: NewBatchSample): Promise<string> {
  const { kysely } = service.services;
  const { i, runId, recipe } = made;
  const [id, fileName] = [uuidV7(), `${recipe.name}.bam`];
  const isControl = recipe.noTemplateControl === true;
  const specimenId = isControl ? null : await addTube(service, i);
  const kind = isControl ? 'no-template-control' : 'patient';
  await insertSamples(kysely, [{ id, runId, name: recipe.name, kind, specimenId, fileName }]);
  await insertSampleFiles(kysely, [
    { runId, sampleId: id, fileName, lane: null, registeredAt: today },
  ]);
  await kysely.updateTable('sample').set({ state: 'SCORED' }).where('id', '=', id).execute();
  await addResult(service, { ...made, sampleId: id, isPatient: !isControl });
  return id;
}

/** Registers a woman and her tube, and takes the tube as far as its analysis. */
async function addTube({ call, services }: CaseService, i: number): Promise<string> {
  const { kysely } = services;
  const person = { name: '林小燕', birthYear: 1990 + (i % 9), poor: false, amountMinorUnits: 0 };
  const registration = demoRegistration({ ...person, trisomy21Denominator: null }, i, today);
  const pregnancy = await call('technician', 'POST /api/v1/pregnancies', registration);
  const number = `N202604${String(i + 1).padStart(4, '0')}`;
  const tube = { number, drawnOn: '2026-04-20', receivedOn: '2026-04-21' };
  await call('technician', `POST /api/v1/pregnancies/${pregnancy.body.id}/specimens`, tube);
  const specimen = await findSpecimenByNumber(kysely, number);
  if (!specimen) throw new Error(`no tube: ${JSON.stringify(pregnancy.body)}`);
  await moveSpecimen(kysely, { id: specimen.id, from: 'RECEIVED', to: 'IN_LAB' });
  await moveSpecimen(kysely, { id: specimen.id, from: 'IN_LAB', to: 'ANALYSED' });
  return specimen.id;
}

async function addResult(
  { services }: CaseService,
  made: NewBatchSample & { readonly sampleId: string; readonly isPatient: boolean },
): Promise<void> {
  const { kysely, sealer } = services;
  const { sampleId, recipe, model, isPatient } = made;
  const sha256 = createHash('sha256').update(recipe.name).digest('hex');
  const source = { file: `${recipe.name}.bam`, sha256 };
  const counts = { ...made.counts, source };
  const { chromosomeStarts } = createBinGrid(counts.assembly, counts.binSizeBases);
  const autosomeBinCount = chromosomeStarts[autosomeCount];
  const packed = await packBinCounts(sealer, { counts, autosomeBinCount });
  const key = { sampleId, inputSha256: sha256, softwareVersion: '0' };
  await insertBinCounts(kysely, packed, { ...key, countedAt: today });
  const result = goodValue(
    analyseSample(counts, model, {
      ...{ age: isPatient ? 31 : null, weeks: isPatient ? '16+3' : null },
      ...{ restricted: true, softwareVersion: '0', input: source },
    }),
  );
  const sealed = sealResult(sealer, result, { sampleId, scoredAt: today });
  await insertResult(kysely, sealed);
  if (!isPatient) return;
  await insertReview(kysely, {
    ...{ id: uuidV7(), sampleId, analysisResultId: sealed.id },
    reasons: reviewReasons(result, { populationClass: 'suitable', fetusCount: 1 }),
    place: queuePlace({ drawnOn: '2026-04-20', calls: result.calls }, workingCalendar),
  });
}
