import { failure, type Result, success } from '../src/analysis/data-problem.ts';
import type { SampleFacts } from '../src/analysis/reference-model/parse-samples.ts';
import {
  type ModelFiles,
  serialiseReferenceModel,
} from '../src/analysis/reference-model/serialise-reference-model.ts';
import { trainReferenceModel } from '../src/analysis/reference-model/train-reference-model.ts';
import { sha256Hex } from '../src/store/reference-files.ts';
import { readControls, readTrack } from './read-controls.ts';

/** Train a reference model from bins files. */
export interface TrainReferenceTask {
  readonly files: readonly string[];
  readonly samples: ReadonlyMap<string, SampleFacts>;
  /** A wig, or null to learn GC from the reads. */
  readonly gcTrack: string | null;
  readonly mappabilityTrack: string | null;
  readonly softwareVersion: string;
  /** One 64-bit counter of the files read. */
  readonly progress?: SharedArrayBuffer;
}

/** The thread entry; bad data comes back as a value with its file's base name. */
export default function trainReference(task: TrainReferenceTask): Result<ModelFiles> {
  const read = readControls(task);
  if (!read.ok) return read;
  const { inputs, group } = read.value;
  const gc = readTrack(task.gcTrack, group);
  if (!gc.ok) return gc;
  const mappability = readTrack(task.mappabilityTrack, { ...group, learnedGc: null });
  if (!mappability.ok) return mappability;
  if (gc.value.values === null) return failure({ kind: 'bins-no-gc', detail: 'no file has gc' });
  const allowed = mappability.value.values?.map((value) => (value >= 0.75 ? 1 : 0));
  const trained = trainReferenceModel({
    ...group,
    gc: gc.value.values,
    ...(allowed && { allowed: Uint8Array.from(allowed) }),
  });
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
