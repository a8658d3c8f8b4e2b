import { readFileSync } from 'node:fs';
import { addClient, endClient } from '../http/actions/manage-clients.ts';
import type { StaffServices } from '../http/actions/manage-staff.ts';
import { newClientBody } from '../http/schemas/identity.ts';
import { listOauthClients } from '../store/oauth-store.ts';
import type { parseArguments } from './arguments.ts';
import { onlyWord, owner, taken } from './as-owner.ts';
import { UsageError } from './command.ts';
import { formatTable } from './format-table.ts';
import { type OwnerAct, ownerCommand } from './owner-command.ts';
import { isSystemError } from './write-file.ts';

const usage = `usage: banyan client list [--json]
       banyan client add NAME --jwks FILE
       banyan client revoke NAME

  --jwks FILE  the public keys it signs with            (JSON Web Key Set, RFC 7517)
  --home DIR   whose clients                            (BANYAN_HOME, default ./banyan-home)

Systems that sign in by assertions (SMART backend services), such as the platform that pulls the
reports; for the machine's owner, while the service runs or not. Every change stands in the audit
chain under "owner".`;

const options = {
  home: { type: 'string' },
  json: { type: 'boolean' },
  jwks: { type: 'string' },
} as const;

type Values = ReturnType<typeof parseArguments<typeof options>>['values'];
type Act = OwnerAct<typeof options>;

const acts: Readonly<Record<string, Act>> = { list, add, revoke };

/** `banyan client`: systems that sign assertions, in the hands of the machine's owner. */
export const command = ownerCommand({
  ...{ name: 'client', usage, options, acts },
  summary: 'systems that pull by signed assertions',
});

async function list({ kysely }: StaffServices, _: string[], { json }: Values): Promise<string> {
  const clients = await listOauthClients(kysely);
  if (json) return `${JSON.stringify(clients)}\n`;
  const rows = clients.map(({ id, name, revokedAt }) => [
    ...[name, id, revokedAt === null ? 'good' : 'revoked'],
  ]);
  return formatTable([['name', 'client_id', 'client'], ...rows]);
}

async function add(services: StaffServices, names: string[], { jwks }: Values): Promise<string> {
  if (jwks === undefined) throw new UsageError('--jwks names no file');
  const body = taken(newClientBody, { name: onlyWord(names, 'name'), jwks: readJson(jwks) });
  const { id } = await addClient(services, owner, body);
  return `${body.name} signs in as client_id ${id}\n`;
}

async function revoke(services: StaffServices, names: string[]): Promise<string> {
  const name = onlyWord(names, 'name');
  const client = (await listOauthClients(services.kysely)).find((row) => row.name === name);
  if (client === undefined) throw new UsageError(`there is no client ${name}`);
  await endClient(services, owner, client.id);
  return `${name} is revoked, and its tokens with it.\n`;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`${file} is no JSON`);
    if (!isSystemError(error)) throw error;
    throw new UsageError(`${file} cannot be read (${error.code})`);
  }
}
