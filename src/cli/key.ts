import { readConfig } from '../config.ts';
import { SetupProblem } from '../server.ts';
import { openStore } from '../store/open-store.ts';
import { rotateMasterKey } from '../store/rotate-master-key.ts';
import { parseArguments } from './arguments.ts';
import { type Command, exitCode, UsageError } from './command.ts';
import { reportSetup } from './setup-refusal.ts';

const usage = `usage: banyan key rotate-master [--home DIR] [--new-data-key]

  --home DIR       whose master key                     (BANYAN_HOME, default ./banyan-home)
  --new-data-key   seals what comes with a new data key too; restart every process afterwards

Wraps the data keys under a new master key in one transaction, while the service runs; no sealed
row is touched. The old key stays as master.key.<id>.retired: only backups made before need it.`;

/** `banyan key rotate-master`: a new master key for a home. */
export const command: Command = {
  usage,
  summary: 'change the master key of a home',
  run: async (words) => {
    const { values, positionals } = parseArguments(words, {
      home: { type: 'string' },
      'new-data-key': { type: 'boolean' },
    });
    if (positionals.join(' ') !== 'rotate-master') {
      throw new UsageError('key takes the word rotate-master');
    }
    const config = readConfig(process.env, { BANYAN_HOME: values.home });
    if (!config.ok) throw new UsageError(config.message);
    const { folders, databaseUrl, masterKey } = config.value;
    return reportSetup(async () => {
      if (masterKey !== null) {
        throw new SetupProblem(
          'BANYAN_MASTER_KEY is set: put that key into master.key of the secrets, rotate without ' +
            'the variable, and take the new key back into the key service',
        );
      }
      const log = { info: () => undefined, warn: () => undefined };
      const store = await openStore({ folders, databaseUrl, log });
      try {
        const newDataKey = values['new-data-key'] ?? false;
        const now = new Date();
        const { from, to, keyCount } = await rotateMasterKey(store, { folders, newDataKey, now });
        process.stdout.write(`${keyCount} data keys wrapped under ${to}, no more under ${from}.\n`);
        return exitCode.done;
      } finally {
        await store.close();
      }
    });
  },
};
