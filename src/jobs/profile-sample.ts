import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { AnalysisResult } from '../analysis/analysis-result.ts';
import type { SampleProfile } from '../analysis/normalise/sample-profile.ts';
import { findCountsOfInput, loadBinCounts, type Sealer } from '../store/bin-counts-store.ts';
import type { Tables } from '../store/tables.ts';
import type { WorkerPool } from './worker-pool.ts';

interface ProfileServices {
  readonly kysely: Kysely<Tables>;
  readonly sealer: Sealer;
  readonly pool: WorkerPool;
  readonly config: { readonly folders: { readonly models: string } };
}

/**
 * A sample's autosomes bin by bin, from the counts and the model its sealed analysis names; null
 * where the counts are not kept.
 */
export async function profileSample(
  { kysely, sealer, pool, config }: ProfileServices,
  { sampleId, result }: { sampleId: string; result: Pick<AnalysisResult, 'input' | 'model'> },
): Promise<SampleProfile | null> {
  const { input, model } = result;
  const id = await findCountsOfInput(kysely, { sampleId, inputSha256: input.sha256 });
  const loaded = id === null ? null : await loadBinCounts(kysely, sealer, id);
  if (!loaded) return null;
  const modelFolder = join(config.folders.models, model.id);
  const profile = await pool.run('profile-sample', { modelFolder, counts: loaded.counts });
  if (!profile.ok) throw new Error(`the model cannot be used: ${profile.problem.detail}`);
  return profile.value;
}
