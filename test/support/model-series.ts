import { createHash } from 'node:crypto';
import type { AnalysisResult } from '../../src/analysis/analysis-result.ts';
import { createBinGrid } from '../../src/analysis/genome/bin-grid.ts';
import { autosomeCount } from '../../src/analysis/genome/chromosome.ts';
import { uuidV7 } from '../../src/security/uuid-v7.ts';
import { insertBinCounts, packBinCounts } from '../../src/store/bin-counts-store.ts';
import { readReferenceFiles } from '../../src/store/reference-files.ts';
import { registerModel } from '../../src/store/reference-model-store.ts';
import { insertResult } from '../../src/store/result-store.ts';
import { insertRun } from '../../src/store/run-store.ts';
import { insertSamples } from '../../src/store/sample-store.ts';
import { analysisOf, scatter } from './batch-example.ts';
import { type CaseService, today } from './case-service.ts';
import { writeSmallBam } from './intake-service.ts';
import { goodValue } from './simulated-model.ts';
import { smallLaboratory, writeSmallModel } from './small-model.ts';

type Small = ReturnType<typeof writeSmallModel>;

/** Brings a small model in, as a start with it in the settings would. */
export async function registerSmallModel(
  { services }: CaseService,
  { from, seed }: { from: string; seed: number },
): Promise<Small> {
  const model = writeSmallModel(from, seed);
  const { models } = services.config.folders;
  const files = goodValue(readReferenceFiles(from));
  const document = { id: model.id, assembly: 'GRCh37' } as const;
  const taken = { files, document, sha256: model.sha256, models, by: null, now: today };
  goodValue(await registerModel(services.kysely, taken));
  return model;
}

interface ScoredRun {
  readonly model: Small;
  readonly flowcell: string;
  readonly lot?: string;
  readonly instrument?: string;
  readonly count?: number;
  /** Added to every z of a chromosome. */
  readonly shift?: Readonly<Record<number, number>>;
}

/** A run of negative controls that a model has scored: z by chance, shifted where asked. */
export async function scoredRun(service: CaseService, options: ScoredRun): Promise<string[]> {
  const { flowcell, instrument = 'NextSeq-1', lot = 'K-1', count = 12, shift = {} } = options;
  const { kysely } = service.services;
  const runId = uuidV7();
  const registrar = await kysely.selectFrom('actor').select('id').executeTakeFirstOrThrow();
  const aligner = { name: 'bwa', version: '0.7.18', reference: 'GRCh37', duplicateMarking: 'none' };
  await insertRun(kysely, {
    ...{ id: runId, instrument, flowcell, aligner, lanes: [], chemistry: null, urgent: false },
    reagentLots: [{ name: 'library kit', lot }],
    ...{ registeredBy: registrar.id, registeredAt: today },
  });
  const names = Array.from({ length: count }, (_, i) => `${flowcell}-${i + 1}`);
  const ids = names.map(() => uuidV7());
  await insertSamples(
    kysely,
    names.map((name, i) => ({
      ...{ id: ids[i], runId, name, kind: 'negative-control', specimenId: null },
      fileName: `${name}.bam`,
    })),
  );
  await kysely.updateTable('sample').set({ state: 'SCORED' }).where('run_id', '=', runId).execute();
  await kysely
    .updateTable('batch')
    .set({ state: 'RELEASED' })
    .where('run_id', '=', runId)
    .execute();
  for (const [i, sampleId] of ids.entries()) {
    const chance = scatter(hashOf(names[i]));
    const zOf = (chromosome: number) => chance(chromosome) + (shift[chromosome] ?? 0);
    await keep(service, {
      sampleId,
      name: names[i],
      model: options.model,
      result: analysisOf(zOf),
    });
  }
  return ids;
}

async function keep(
  { services }: CaseService,
  of: { sampleId: string; name: string; model: Small; result: AnalysisResult },
): Promise<void> {
  const { sampleId, name, model } = of;
  const sha256 = createHash('sha256').update(name).digest('hex');
  const input = { file: `${name}.bam`, sha256 };
  const result = { ...of.result, sample: name, model: { ...model }, input };
  const body = JSON.stringify(result);
  const id = uuidV7();
  await insertResult(services.kysely, {
    ...{ id, sampleId, inputSha256: sha256, modelId: model.id, body, scoredAt: today },
    softwareVersion: result.software.version,
    bodySha256: createHash('sha256').update(body).digest('hex'),
    restrictedSealed: services.sealer.sealText('null', {
      ...{ recordClass: 'analysis.restricted', recordId: id },
    }),
  });
}

/** Keeps counts of a scored sample, as its counting would have. */
export async function keepCounts(
  { services }: CaseService,
  { sampleId, name, folder }: { sampleId: string; name: string; folder: string },
): Promise<void> {
  const { counts } = writeSmallBam(folder, { name, reads: 60_000 }, smallLaboratory);
  const sha256 = createHash('sha256').update(name).digest('hex');
  const { chromosomeStarts } = createBinGrid(counts.assembly, counts.binSizeBases);
  const packed = await packBinCounts(services.sealer, {
    counts: { ...counts, source: { file: `${name}.bam`, sha256 } },
    autosomeBinCount: chromosomeStarts[autosomeCount],
  });
  const key = { sampleId, inputSha256: sha256, softwareVersion: '0.1.0', countedAt: today };
  await insertBinCounts(services.kysely, packed, key);
}

function hashOf(name: string): number {
  return createHash('sha256').update(name).digest().readUInt16BE(0);
}
