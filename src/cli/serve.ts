import closeWithGrace from 'close-with-grace';
import { dataProblemCatalogue } from '../analysis/data-problem-catalogue.ts';
import { readConfig } from '../config.ts';
import { ModelRefused, type RunningServer, SetupProblem, startServer } from '../server.ts';
import { parseArguments } from './arguments.ts';
import { type Command, exitCode, UsageError } from './command.ts';

const usage = `usage: banyan serve [--home DIR] [--port N] [--model DIR] [--roles web,worker]

  --home DIR    data, secrets and the database          (BANYAN_HOME, default ./banyan-home)
  --port N      port on 127.0.0.1, 0 for a free one     (PORT, default 8080)
  --model DIR   reference model to score samples with   (BANYAN_MODEL, default none)
  --roles LIST  web, worker or both                     (BANYAN_ROLES, default web,worker)

DATABASE_URL names a PostgreSQL of your own; without it Banyan starts one in its home.`;

/** `banyan serve`: the service, until Ctrl-C. */
export const command: Command = {
  usage,
  summary: 'run the service: uploads, analysis, review, reports',
  run: async (words) => {
    const { values, positionals } = parseArguments(words, {
      home: { type: 'string' },
      port: { type: 'string' },
      model: { type: 'string' },
      roles: { type: 'string' },
    });
    if (positionals.length > 0) throw new UsageError(`unexpected ${positionals[0]}`);
    const config = readConfig(process.env, {
      BANYAN_HOME: values.home,
      PORT: values.port,
      BANYAN_MODEL: values.model,
      BANYAN_ROLES: values.roles,
    });
    if (!config.ok) throw new UsageError(config.message);
    const { port } = config.value;
    const starting = startServer(config.value).catch((error: unknown) => {
      const wrong = wrongSetting(error, port);
      if (wrong === null) throw error;
      return wrong;
    });
    // Before the start is told, so that whoever hears of it can already stop it cleanly.
    const { stopped, forget } = onStop(starting);
    const server = await starting.catch((error: unknown) => {
      forget();
      throw error;
    });
    if ('message' in server) {
      forget();
      return refuse(server);
    }
    announce(server);
    await stopped;
    return exitCode.done;
  },
};

interface Refusal {
  readonly message: string;
  readonly code: number;
}

function refuse({ message, code }: Refusal): number {
  process.stderr.write(`banyan: ${message}\n`);
  return code;
}

/** What the operator set wrongly, in one line; null for a fault of ours. */
function wrongSetting(error: unknown, port: number): Refusal | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof ModelRefused) {
    const { kind, detail, file = 'the model' } = error.problem;
    const { remedy } = dataProblemCatalogue[kind];
    return { message: `${file}: ${detail}; ${remedy}`, code: exitCode.badData };
  }
  if (error instanceof SetupProblem) return { message: error.message, code: exitCode.usage };
  const code = 'code' in error ? String(error.code) : '';
  const path = 'path' in error ? String(error.path) : 'a folder of its home';
  const usage = (message: string) => ({ message, code: exitCode.usage });
  if (code === 'EADDRINUSE') return usage(`port ${port} is taken: give another with --port`);
  if (code === 'EACCES' && port < 1024 && port > 0) {
    return usage(`port ${port} needs rights you do not have: give one above 1023 with --port`);
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'].includes(code)) {
    return usage(`${path} cannot be written (${code}): give a folder of yours with --home`);
  }
  if (/^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|28P01|28000|3D000|08\d{3})$/.test(code)) {
    return usage(`the database of DATABASE_URL cannot be reached (${code})`);
  }
  return wrongSetting(error.cause, port);
}

function announce({ address, keysFile }: RunningServer): void {
  process.stdout.write(
    address === null
      ? 'Banyan takes jobs. Ctrl-C stops it.\n'
      : `Banyan listens on ${address}\nAPI keys, one a role: ${keysFile}\nCtrl-C stops it.\n`,
  );
}

/** Closes the service at the first signal, also one that comes while it starts. */
function onStop(starting: Promise<RunningServer | Refusal>) {
  let tell: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const { uninstall } = closeWithGrace({ delay: 30_000 }, async () => {
    const server = await starting.catch(() => null);
    if (server !== null && 'close' in server) await server.close();
    tell();
  });
  return { stopped, forget: uninstall };
}
