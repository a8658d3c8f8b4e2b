import { addKey, endKey, rotateKey } from '../http/actions/manage-keys.ts';
import type { StaffServices } from '../http/actions/manage-staff.ts';
import { newKeyBody, rotateBody } from '../http/schemas/identity.ts';
import { type KeyRow, listKeys } from '../store/api-key-store.ts';
import type { parseArguments } from './arguments.ts';
import { onlyWord, owner, taken } from './as-owner.ts';
import { UsageError } from './command.ts';
import { formatTable } from './format-table.ts';
import { type OwnerAct, ownerCommand } from './owner-command.ts';

const usage = `usage: banyan api-key list [--json]
       banyan api-key add NAME --role sequencer|cashier-system|monitoring [--expires DAY]
       banyan api-key rotate NAME [--overlap-hours 24] [--expires DAY]
       banyan api-key revoke NAME

  --home DIR   whose keys                               (BANYAN_HOME, default ./banyan-home)

Keys by which machines send; for the machine's owner, while the service runs or not. A key's
secret is shown once. rotate makes a new one and leaves the old ones good for some hours; revoke
ends all of them at once. Every change stands in the audit chain under "owner".`;

const options = {
  home: { type: 'string' },
  json: { type: 'boolean' },
  role: { type: 'string' },
  expires: { type: 'string' },
  'overlap-hours': { type: 'string' },
} as const;

type Values = ReturnType<typeof parseArguments<typeof options>>['values'];
type Act = OwnerAct<typeof options>;

const acts: Readonly<Record<string, Act>> = { list, add, rotate, revoke };

/** `banyan api-key`: the keys of machines, in the hands of the machine's owner. */
export const command = ownerCommand({
  ...{ name: 'api-key', usage, options, acts },
  summary: 'API keys of sequencers and other machines',
});

async function list({ kysely }: StaffServices, _: string[], { json }: Values): Promise<string> {
  const keys = await listKeys(kysely);
  if (json) return `${JSON.stringify(keys)}\n`;
  const day = (at: Date | null | undefined) => at?.toISOString().slice(0, 10) ?? '–';
  const rows = keys.map(({ name, role, revokedAt, secrets: [newest] }) => [
    ...[name, role, revokedAt === null ? 'good' : 'revoked', newest?.prefix ?? '–'],
    ...[day(newest?.expiresAt), day(newest?.lastUsedAt)],
  ]);
  return formatTable([['name', 'role', 'key', 'newest secret', 'expires', 'last used'], ...rows]);
}

async function add(services: StaffServices, names: string[], values: Values): Promise<string> {
  const { role, expires } = values;
  const body = taken(newKeyBody, { name: onlyWord(names, 'name'), role, expiresAt: expires });
  const { secret } = await addKey(services, owner, body);
  return `Key of ${body.name}, shown this once:\n${secret}\n`;
}

async function rotate(services: StaffServices, names: string[], values: Values): Promise<string> {
  const body = taken(rotateBody, {
    ...{ overlapHours: Number(values['overlap-hours'] ?? '24'), expiresAt: values.expires },
  });
  const { id, name } = await named(services, names);
  const { secret, oldGoodUntil } = await rotateKey(services, owner, { id, ...body });
  return `New key of ${name}, shown this once; the old is good until ${oldGoodUntil.toISOString()}:
${secret}\n`;
}

async function revoke(services: StaffServices, names: string[]): Promise<string> {
  const { id, name } = await named(services, names);
  await endKey(services, owner, id);
  return `The key of ${name} is revoked.\n`;
}

async function named({ kysely }: StaffServices, names: string[]): Promise<KeyRow> {
  const name = onlyWord(names, 'name');
  const key = (await listKeys(kysely)).find((row) => row.name === name);
  if (key === undefined) throw new UsageError(`there is no key ${name}`);
  return key;
}
