import type { HomeFolders } from '../../config.ts';
import { type CheckpointKey, openCheckpointKey } from '../../security/checkpoint-key.ts';
import { type MasterKey, readMasterKey } from '../../security/master-key.ts';
import { SetupProblem } from '../../security/setup-problem.ts';

/** The keys of a home that has a master key already; none is made behind anybody's back. */
export function homeKeys(
  { secrets }: HomeFolders,
  given: string | null,
): {
  readonly masterKey: MasterKey;
  readonly checkpointKey: CheckpointKey;
} {
  const masterKey = readMasterKey(secrets, given);
  if (masterKey !== null) return { masterKey, checkpointKey: openCheckpointKey(secrets) };
  throw new SetupProblem(`${secrets} has no master.key: put the original file back`);
}
