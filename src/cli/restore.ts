import { join, resolve } from 'node:path';
import { type Config, readConfig } from '../config.ts';
import { SetupProblem } from '../server.ts';
import { restoreBackup } from '../store/backup/restore-backup.ts';
import { parseArguments } from './arguments.ts';
import { told, verifyHome } from './audit.ts';
import { type Command, exitCode, UsageError } from './command.ts';
import { startProgressBar } from './progress-bar.ts';
import { reportSetup } from './setup-refusal.ts';

const usage = `usage: banyan restore <backup> --home <empty folder> [--secrets DIR]

  --home DIR     where the home is made: missing, empty, or holding only its secrets
  --secrets DIR  saved master.key and database-password (default <home>/secrets)

Every file is checked against the manifest, and the master key against its canary, before anything
is written. Ends with audit verify: exits 3 if the restored audit chain does not hold.`;

/** `banyan restore`: makes a home out of a backup and verifies its audit chain. */
export const command: Command = {
  usage,
  summary: 'make a home out of a backup and verify it',
  run: async (words) => {
    const { values, positionals } = parseArguments(words, {
      home: { type: 'string' },
      secrets: { type: 'string' },
    });
    const [folder, ...more] = positionals;
    if (folder === undefined || more.length > 0) throw new UsageError('give one backup');
    if (values.home === undefined) throw new UsageError('give the new home with --home');
    const config = readConfig(process.env, { BANYAN_HOME: values.home });
    if (!config.ok) throw new UsageError(config.message);
    const secrets = resolve(values.secrets ?? config.value.folders.secrets);
    return reportSetup(() => restore(config.value, { from: resolve(folder), secrets }));
  },
};

async function restore(
  config: Config,
  { from, secrets }: { from: string; secrets: string },
): Promise<number> {
  if (config.databaseUrl !== null) {
    throw new SetupProblem(
      'DATABASE_URL is set: a backup is restored into an embedded home; unset it, or restore that ' +
        'database by its own means',
    );
  }
  let fraction = 0;
  const bar = startProgressBar({ label: 'restore', fractionDone: () => fraction });
  try {
    const content = await restoreBackup({
      ...{ from, folders: config.folders, secretsFolder: secrets },
      masterKey: config.masterKey,
      onProgress: (done, total) => {
        fraction = done / total;
      },
    });
    bar.stop();
    process.stdout.write(
      `Restored ${content.files.length} files, as of ${content.endedAt}, to ${config.folders.home}\n`,
    );
  } finally {
    bar.stop();
  }
  const checkpoints = join(config.folders.home, 'checkpoints');
  const verification = await verifyHome({
    ...config,
    folders: { ...config.folders, checkpoints },
  });
  process.stdout.write(told(verification));
  return verification.ok ? exitCode.done : exitCode.badData;
}
