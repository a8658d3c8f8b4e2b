import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { type Config, readConfig } from '../config.ts';
import { SetupProblem } from '../server.ts';
import { softwareVersion } from '../software-version.ts';
import { homeKeys } from '../store/backup/home-keys.ts';
import { copySecrets, makeBackup } from '../store/backup/make-backup.ts';
import { openStore } from '../store/open-store.ts';
import { parseArguments } from './arguments.ts';
import { type Command, exitCode, UsageError } from './command.ts';
import { startProgressBar } from './progress-bar.ts';
import { reportSetup } from './setup-refusal.ts';

const usage = `usage: banyan backup <new folder> [--home DIR] [--with-secrets <other new folder>]

  --home DIR          what to back up                   (BANYAN_HOME, default ./banyan-home)
  --with-secrets DIR  copies the secrets too, apart     (without them no backup can be restored)

The service may run and write meanwhile. The backup holds the database as of its end, run files,
models and audit checkpoints, and a manifest with the SHA-256 of every file, written last. Run
files are linked on one disk: copy the backup to another to survive the loss of this one.
A database named by DATABASE_URL is backed up by its own means, such as pgBackRest or pg_dump.`;

/** `banyan backup`: a hot backup of an embedded home. */
export const command: Command = {
  usage,
  summary: 'back a home up while the service runs',
  run: async (words) => {
    const { values, positionals } = parseArguments(words, {
      home: { type: 'string' },
      'with-secrets': { type: 'string' },
    });
    const [folder, ...more] = positionals;
    if (folder === undefined || more.length > 0) throw new UsageError('give one new folder');
    const to = resolve(folder);
    const secretsTo = values['with-secrets'] ? resolve(values['with-secrets']) : null;
    if (secretsTo !== null && isBelow(to, secretsTo)) {
      throw new UsageError('the secrets must lie apart from the backup that they open');
    }
    const config = readConfig(process.env, { BANYAN_HOME: values.home });
    if (!config.ok) throw new UsageError(config.message);
    return reportSetup(() => backUp(config.value, { to, secretsTo }));
  },
};

async function backUp(
  { folders, databaseUrl, masterKey: given }: Config,
  { to, secretsTo }: { to: string; secretsTo: string | null },
): Promise<number> {
  if (databaseUrl !== null) {
    throw new SetupProblem(
      'the database of DATABASE_URL is backed up by its own means (pgBackRest, pg_dump); ' +
        `after it copy ${folders.data} and ${folders.checkpoints}`,
    );
  }
  if (!existsSync(folders.postgres)) {
    throw new SetupProblem(`${folders.home} holds no database: give its folder with --home`);
  }
  const keys = homeKeys(folders, given);
  const log = { info: () => undefined, warn: () => undefined };
  const store = await openStore({ folders, databaseUrl, log });
  const { adminUrl } = store;
  if (adminUrl === null) throw new Error('our own server has no superuser');
  let fraction = 0;
  const bar = startProgressBar({ label: 'back up', fractionDone: () => fraction });
  try {
    const content = await makeBackup({
      ...{ store: { ...store, adminUrl }, folders, ...keys, to, clock: () => new Date() },
      softwareVersion: softwareVersion(),
      onProgress: (done, total) => {
        fraction = done / total;
      },
    });
    if (secretsTo !== null) await copySecrets(folders, secretsTo);
    const bytes = content.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    bar.stop();
    const megabytes = (bytes / 1e6).toFixed(1);
    process.stdout.write(
      `Backed up ${content.files.length} files, ${megabytes} MB, to ${to}\n${secretsLine(secretsTo)}`,
    );
    return exitCode.done;
  } finally {
    bar.stop();
    await store.close();
  }
}

function secretsLine(secretsTo: string | null): string {
  return secretsTo === null
    ? 'The secrets are NOT in it: keep a copy of them apart, without them it cannot be restored.\n'
    : `The secrets are in ${secretsTo}: keep them apart from the backup.\n`;
}

function isBelow(folder: string, other: string): boolean {
  return !relative(folder, other).startsWith('..');
}
