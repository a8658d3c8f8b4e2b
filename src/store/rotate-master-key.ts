import type { HomeFolders } from '../config.ts';
import { readMasterKey } from '../security/master-key.ts';
import { nextMasterKey, settleMasterKey } from '../security/master-key-rotation.ts';
import { SetupProblem } from '../security/setup-problem.ts';
import { masterKeyIdOf, rewrapDataKeys } from './data-keys.ts';
import { migrate } from './migrate.ts';
import type { OpenStore } from './open-store.ts';

interface RotateOptions {
  readonly folders: HomeFolders;
  readonly newDataKey: boolean;
  readonly now: Date;
}

/** Brings a home's database from its master key to a new one; done again after a crash, it ends. */
export async function rotateMasterKey(
  { kysely }: Pick<OpenStore, 'kysely'>,
  { folders, newDataKey, now }: RotateOptions,
): Promise<{ readonly from: string; readonly to: string; readonly keyCount: number }> {
  await migrate(kysely);
  settleMasterKey(folders.secrets, await masterKeyIdOf(kysely));
  const from = readMasterKey(folders.secrets);
  if (from === null) {
    throw new SetupProblem(`${folders.secrets} has no master.key: put the original file back`);
  }
  const to = nextMasterKey(folders.secrets);
  const { keyCount } = await rewrapDataKeys(kysely, { from, to, newDataKey, now });
  settleMasterKey(folders.secrets, to.id);
  return { from: from.id, to: to.id, keyCount };
}
