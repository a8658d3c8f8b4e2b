import { existsSync } from 'node:fs';
import { type Config, readConfig } from '../config.ts';
import type { Manager, StaffServices } from '../http/actions/manage-staff.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Envelope } from '../security/envelope.ts';
import { readMasterKey } from '../security/master-key.ts';
import { settleMasterKey } from '../security/master-key-rotation.ts';
import { SetupProblem } from '../server.ts';
import { masterKeyIdOf, openDataKeys } from '../store/data-keys.ts';
import { migrate } from '../store/migrate.ts';
import { type OpenStore, openStore } from '../store/open-store.ts';
import { UsageError } from './command.ts';
import { reportSetup } from './setup-refusal.ts';

/** What the owner of a home may reach. */
export interface OwnerServices extends StaffServices {
  readonly sealer: Envelope;
  readonly config: Config;
}

/** Who acts, in the audit chain: whoever may read the secrets of the home and asks no account. */
export const owner: Manager = { actorId: null, name: 'owner' };

/**
 * Lets the machine's owner act on the database of a home, running or not: the way back in when no
 * administrator can sign in. Holding the home's secrets is the right to it.
 */
export function asOwner(
  home: string | undefined,
  work: (services: OwnerServices) => Promise<number>,
): Promise<number> {
  const config = readConfig(process.env, { BANYAN_HOME: home });
  if (!config.ok) throw new UsageError(config.message);
  const { folders, databaseUrl } = config.value;
  if (!existsSync(databaseUrl === null ? folders.postgres : folders.secrets)) {
    throw new UsageError(`${folders.home} is no home in use: give its folder with --home`);
  }
  return reportSetup(async () => {
    const log = { info: () => undefined, warn: () => undefined };
    const store = await openStore({ folders, databaseUrl, log });
    try {
      await migrate(store.kysely);
      const services = await ownerServices(config.value, store);
      return await withoutProblems(() => work(services));
    } finally {
      await store.close();
    }
  });
}

async function ownerServices(config: Config, { kysely }: OpenStore): Promise<OwnerServices> {
  const { secrets } = config.folders;
  settleMasterKey(secrets, await masterKeyIdOf(kysely));
  const master = readMasterKey(secrets, config.masterKey);
  if (master === null) throw new SetupProblem(`${secrets} holds no master key`);
  const { sealer, blindIndex } = await openDataKeys(kysely, { master });
  return { kysely, sealer, blindIndex, config, clock: () => new Date() };
}

/** What an action refuses is wrong use: one line. */
async function withoutProblems(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HttpProblem) throw new SetupProblem(error.message, { cause: error });
    throw error;
  }
}

/** What was typed, as the API's own schema takes it; else one line that names what is wrong. */
export function taken<Value>(
  schema: { safeParse(typed: unknown): Parsed<Value> },
  typed: unknown,
): Value {
  const parsed = schema.safeParse(typed);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  const at = path.filter((step) => typeof step === 'string').join('.');
  throw new UsageError(`${at}${at && ': '}${message}`);
}

type Parsed<Value> =
  | { readonly success: true; readonly data: Value }
  | {
      readonly success: false;
      readonly error: { readonly issues: readonly { path: PropertyKey[]; message: string }[] };
    };

/** A command's only word behind its verb, such as a name. */
export function onlyWord(words: readonly string[], what: string): string {
  if (words.length === 1) return words[0];
  throw new UsageError(`give one ${what}`);
}
