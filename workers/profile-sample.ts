import type { BinCounts } from '../src/analysis/bin-counts/bin-counts.ts';
import { type Result, success } from '../src/analysis/data-problem.ts';
import { type SampleProfile, sampleProfile } from '../src/analysis/normalise/sample-profile.ts';
import { readModel } from './read-model.ts';

/** Lay a sample's counts beside what the model expects, for the eye. */
export interface ProfileSampleTask {
  readonly modelFolder: string;
  readonly counts: BinCounts;
}

/** The thread entry; a model that cannot be read comes back as a value. */
export default function profileSample(task: ProfileSampleTask): Result<SampleProfile> {
  const model = readModel(task.modelFolder);
  if (!model.ok) return model;
  const { forward, reverse } = task.counts;
  const reads = forward.map((value, bin) => value + reverse[bin]);
  return success(sampleProfile(reads, model.value.profile));
}
