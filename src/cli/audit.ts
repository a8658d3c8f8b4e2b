import { existsSync } from 'node:fs';
import { type Config, readConfig } from '../config.ts';
import { SetupProblem } from '../server.ts';
import { type OpenStore, openStore } from '../store/open-store.ts';
import { type AuditVerification, verifyAudit } from '../store/verify-audit.ts';
import { parseArguments } from './arguments.ts';
import { type Command, exitCode, UsageError } from './command.ts';
import { type ProgressBar, startProgressBar } from './progress-bar.ts';
import { reportSetup } from './setup-refusal.ts';

const usage = `usage: banyan audit verify [--home DIR] [--checkpoints DIR] [--json]

  --home DIR         whose chain                        (BANYAN_HOME, default ./banyan-home)
  --checkpoints DIR  signed checkpoints                 (BANYAN_CHECKPOINTS, default in the home)
  --json             one JSON document instead of lines

DATABASE_URL names a PostgreSQL of your own; without it the home's own is used, running or not.
Exits 0 if everything holds, 3 if anything does not. A copy of the checkpoints that no
administrator of the database can write to makes the proof as strong as that copy is safe.`;

/** `banyan audit verify`: walks the audit chain and holds it against the signed checkpoints. */
export const command: Command = {
  usage,
  summary: 'verify the audit chain against its signed checkpoints',
  run: async (words) => {
    const { values, positionals } = parseArguments(words, {
      home: { type: 'string' },
      checkpoints: { type: 'string' },
      json: { type: 'boolean' },
    });
    if (positionals.join(' ') !== 'verify') throw new UsageError('audit takes the word verify');
    const config = readConfig(process.env, {
      BANYAN_HOME: values.home,
      BANYAN_CHECKPOINTS: values.checkpoints,
    });
    if (!config.ok) throw new UsageError(config.message);
    const { folders, databaseUrl } = config.value;
    if (databaseUrl === null && !existsSync(folders.postgres)) {
      throw new UsageError(`${folders.home} holds no database: give its folder with --home`);
    }
    if (values.checkpoints !== undefined && !existsSync(folders.checkpoints)) {
      throw new UsageError(`there is no folder ${folders.checkpoints}`);
    }
    return reportSetup(async () => {
      const verification = await verifyHome(config.value);
      process.stdout.write(values.json ? `${JSON.stringify(verification)}\n` : told(verification));
      return verification.ok ? exitCode.done : exitCode.badData;
    });
  },
};

/** Verifies the chain of a home, with a bar on a terminal. */
export async function verifyHome(config: Config): Promise<AuditVerification> {
  const { folders, databaseUrl } = config;
  const log = { info: () => undefined, warn: () => undefined };
  const store = await openStore({ folders, databaseUrl, log });
  let bar: ProgressBar | null = null;
  try {
    let done = 0;
    const total = Math.max(1, await lastSequence(store));
    bar = startProgressBar({ label: 'verify audit', fractionDone: () => done / total });
    return await verifyAudit(store.kysely, {
      checkpointsFolder: folders.checkpoints,
      onProgress: (eventCount) => {
        done = eventCount;
      },
    });
  } finally {
    bar?.stop();
    await store.close();
  }
}

/** A verification in lines for a person. */
export function told(verification: AuditVerification): string {
  const { ok, eventCount, lastHash, checkpointCount, witnessedSequence, faults } = verification;
  const lines = faults.map(
    ({ sequence, detail }) => `${sequence === null ? '' : `event ${sequence}: `}${detail}`,
  );
  const head = ok ? 'The audit chain holds' : 'The audit chain does NOT hold';
  return [
    `${head}: ${eventCount} events, ${checkpointCount} signed checkpoints, witnessed up to event ${witnessedSequence}.`,
    ...lines,
    `Last hash ${lastHash || 'none'}`,
    '',
  ].join('\n');
}

async function lastSequence({ pool }: OpenStore): Promise<number> {
  const { rows: found } = await pool.query("select to_regclass('audit_event') as chain");
  if (found[0].chain === null) {
    throw new SetupProblem('the database holds no audit chain: it is not one of Banyan');
  }
  const { rows } = await pool.query('select coalesce(max(sequence), 0) as last from audit_event');
  return Number(rows[0].last);
}
