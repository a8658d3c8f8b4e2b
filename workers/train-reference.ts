import { failure, type Result, success } from '../src/analysis/data-problem.ts';
import type { SampleFacts } from '../src/analysis/reference-model/parse-samples.ts';
import {
  type ModelFiles,
  serialiseReferenceModel,
} from '../src/analysis/reference-model/serialise-reference-model.ts';
import { trainReferenceModel } from '../src/analysis/reference-model/train-reference-model.ts';
import type { Crew } from '../src/analysis/statistics/crew.ts';
import { sha256Hex } from '../src/store/reference-files.ts';
import { readControls, readTrack } from './read-controls.ts';
import { type CrewLink, leadCrew } from './training-crew.ts';
import { createTrainingProgress } from './training-progress.ts';

/** Train a reference model from bins files. */
export interface TrainReferenceTask {
  readonly files: readonly string[];
  readonly samples: ReadonlyMap<string, SampleFacts>;
  /** A wig, or null to learn GC from the reads. */
  readonly gcTrack: string | null;
  readonly mappabilityTrack: string | null;
  readonly softwareVersion: string;
  /** One 32-bit count of thousandths done, for whoever shows progress. */
  readonly progress?: SharedArrayBuffer;
  /** Helpers on other threads: see `help-train.ts`. */
  readonly link?: CrewLink;
}

/** A model's files, and how long each step took, milliseconds. */
export type TrainedFiles = ModelFiles & { readonly milliseconds: ReadonlyMap<string, number> };

/** The thread entry; bad data comes back as a value with its file's base name. */
export default function trainReference(task: TrainReferenceTask): Result<TrainedFiles> {
  const { onPart, milliseconds } = createTrainingProgress(task.progress);
  const crew = leadCrew(task.link ?? { words: new SharedArrayBuffer(32), ports: [] }, onPart);
  try {
    const started = performance.now();
    const files = train(task, crew);
    const inSteps = [...milliseconds.values()].reduce((sum, value) => sum + value, 0);
    milliseconds.set('between', performance.now() - started - inSteps);
    return files.ok ? success({ ...files.value, milliseconds }) : files;
  } finally {
    crew.close();
  }
}

function train(task: TrainReferenceTask, crew: Crew): Result<ModelFiles> {
  const read = readControls(task, crew);
  if (!read.ok) return read;
  const { inputs, group } = read.value;
  const gc = readTrack(task.gcTrack, group);
  if (!gc.ok) return gc;
  const mappability = readTrack(task.mappabilityTrack, { ...group, learnedGc: null });
  if (!mappability.ok) return mappability;
  if (gc.value.values === null) return failure({ kind: 'bins-no-gc', detail: 'no file has gc' });
  const allowed = mappability.value.values?.map((value) => (value >= 0.75 ? 1 : 0));
  const known = { ...group, gc: gc.value.values };
  const trained = trainReferenceModel(
    { ...known, ...(allowed && { allowed: Uint8Array.from(allowed) }) },
    crew,
  );
  if (!trained.ok) return trained;
  return success(
    serialiseReferenceModel(trained.value, {
      softwareVersion: task.softwareVersion,
      gc: gc.value.name ?? 'learn',
      mappability: mappability.value.name,
      inputs,
      sha256: sha256Hex,
    }),
  );
}
