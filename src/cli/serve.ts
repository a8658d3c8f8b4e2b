import { setFlagsFromString } from 'node:v8';
import closeWithGrace from 'close-with-grace';
import { readConfig } from '../config.ts';
import { type RunningServer, startServer } from '../server.ts';
import { parseArguments } from './arguments.ts';
import { type Command, exitCode, UsageError } from './command.ts';
import { printRefusal, type SetupRefusal, setupRefusal } from './setup-refusal.ts';

const usage = `usage: banyan serve [--home DIR] [--port N] [--model DIR] [--roles web,worker]

  --home DIR    data, secrets and the database          (BANYAN_HOME, default ./banyan-home)
  --port N      port on 127.0.0.1, 0 for a free one     (PORT, default 8080)
  --model DIR   model to register; the first is used    (BANYAN_MODEL, default none)
  --roles LIST  web, worker or both                     (BANYAN_ROLES, default web,worker)

DATABASE_URL names a PostgreSQL of your own; without it Banyan starts one in its home.
Signing in: BANYAN_PUBLIC_URL, BANYAN_IDLE_MINUTES, BANYAN_TRUSTED_PROXIES (addresses whose
X-Forwarded-For is believed; default none); at an identity provider BANYAN_OIDC_ISSUER, _CLIENT,
_SECRET_FILE, by option _ROLES_CLAIM with _ROLES (group=role,…) and _FACTOR (amr=mfa).`;

/**
 * V8 counts the bytes of an upload under way as memory in use, and would mark the whole heap of
 * some 35 MB anew for every 20 MB that come. So it may grow to three times what was in use.
 */
const heapGrowth = '--heap-growing-percent=200';

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
    setFlagsFromString(heapGrowth);
    const { port } = config.value;
    const starting = startServer(config.value).catch((error: unknown) => {
      const wrong = setupRefusal(error, port);
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
      return printRefusal(server);
    }
    announce(server);
    return stopped;
  },
};
function announce({ address, setupTokenFile }: RunningServer): void {
  if (address === null) return void process.stdout.write('Banyan takes jobs. Ctrl-C stops it.\n');
  const setUp =
    setupTokenFile === null
      ? ''
      : `No accounts yet: open ${address}/set-up with the token in ${setupTokenFile}\n`;
  process.stdout.write(`Banyan listens on ${address}\n${setUp}Ctrl-C stops it.\n`);
}

/** Closes the service at the first signal, also one that comes while it starts. */
function onStop(starting: Promise<RunningServer | SetupRefusal>) {
  let tell: (code: number) => void = () => undefined;
  const stopped = new Promise<number>((resolve) => {
    tell = resolve;
  });
  const { uninstall } = closeWithGrace({ delay: 30_000 }, async ({ err }) => {
    if (err !== undefined) process.stderr.write(`banyan: internal fault: ${err.message}\n`);
    const server = await starting.catch(() => null);
    if (server !== null && 'close' in server) await server.close();
    tell(err === undefined ? exitCode.done : exitCode.fault);
  });
  return { stopped, forget: uninstall };
}
