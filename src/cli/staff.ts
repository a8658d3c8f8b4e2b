import {
  addStaff,
  changeStaff,
  resetFactor,
  resetPassword,
  type StaffServices,
  setRoles,
} from '../http/actions/manage-staff.ts';
import { newStaffBody, rolesBody } from '../http/schemas/identity.ts';
import { findStaffByName, listStaff, type StaffRow } from '../store/staff-store.ts';
import type { parseArguments } from './arguments.ts';
import { onlyWord, owner, taken } from './as-owner.ts';
import { UsageError } from './command.ts';
import { formatTable } from './format-table.ts';
import { type OwnerAct, ownerCommand } from './owner-command.ts';

const usage = `usage: banyan staff list [--json]
       banyan staff add NAME --display-name TEXT [--roles ROLE,…] [--licence NUMBER,FROM,TO]
       banyan staff disable | enable NAME
       banyan staff reset-password | reset-factor NAME
       banyan staff grant-roles NAME --roles ROLE,… --reason TEXT

  --home DIR   whose accounts                           (BANYAN_HOME, default ./banyan-home)

For the machine's owner, when no administrator can sign in; the service may run meanwhile. Every
change stands in the audit chain under "owner". A first password is shown once and has to be
changed at the first sign-in. grant-roles gives these roles and no others. Dates: YYYY-MM-DD.`;

const options = {
  home: { type: 'string' },
  json: { type: 'boolean' },
  'display-name': { type: 'string' },
  roles: { type: 'string' },
  licence: { type: 'string' },
  reason: { type: 'string' },
} as const;

type Values = ReturnType<typeof parseArguments<typeof options>>['values'];
type Act = OwnerAct<typeof options>;

const acts: Readonly<Record<string, Act>> = {
  list,
  add,
  disable: (services, words) => open(services, words, false),
  enable: (services, words) => open(services, words, true),
  'reset-password': giveNewPassword,
  'reset-factor': forgetFactor,
  'grant-roles': grantRoles,
};

/** `banyan staff`: the accounts of a home, in the hands of the machine's owner. */
export const command = ownerCommand({
  ...{ name: 'staff', usage, options, acts },
  summary: 'accounts of people, when no administrator can sign in',
});

async function list({ kysely }: StaffServices, _: string[], { json }: Values): Promise<string> {
  const staff = (await listStaff(kysely)).map((row) => ({
    ...{ name: row.name, displayName: row.displayName, roles: row.roles, active: row.active },
    ...{ hasSecondFactor: row.totpSealed !== null, licence: row.licence },
  }));
  if (json) return `${JSON.stringify(staff)}\n`;
  const rows = staff.map(({ name, roles, active, hasSecondFactor, licence }) => [
    ...[name, roles.join(',') || '–', active ? 'open' : 'closed'],
    ...[hasSecondFactor ? 'yes' : 'no', licence?.to ?? '–'],
  ]);
  return formatTable([['name', 'roles', 'account', 'second factor', 'licence to'], ...rows]);
}

async function add(services: StaffServices, names: string[], values: Values): Promise<string> {
  const { roles } = taken(rolesBody, { roles: rolesOf(values), reason: 'made' });
  const body = taken(newStaffBody, {
    name: onlyWord(names, 'name'),
    displayName: values['display-name'],
    licence: values.licence === undefined ? null : licenceOf(values.licence),
  });
  const { firstPassword } = await addStaff(services, owner, { ...body, roles });
  return `${body.name} is added. First password, shown this once: ${firstPassword}\n`;
}

async function open(services: StaffServices, names: string[], active: boolean): Promise<string> {
  const { id, name } = await named(services, names);
  await changeStaff(services, owner, { id, active });
  return `The account of ${name} is ${active ? 'open' : 'closed, and its sessions ended'}.\n`;
}

async function giveNewPassword(services: StaffServices, names: string[]): Promise<string> {
  const { id, name } = await named(services, names);
  const { firstPassword } = await resetPassword(services, owner, id);
  return `First password of ${name}, shown this once: ${firstPassword}\n`;
}

async function forgetFactor(services: StaffServices, names: string[]): Promise<string> {
  const { id, name } = await named(services, names);
  await resetFactor(services, owner, id);
  return `${name} sets a second factor up at the next sign-in.\n`;
}

async function grantRoles(services: StaffServices, names: string[], values: Values) {
  const body = taken(rolesBody, { roles: rolesOf(values), reason: values.reason });
  const { id, name } = await named(services, names);
  await setRoles(services, owner, { id, ...body });
  return `${name} holds ${body.roles.join(', ') || 'no role'}.\n`;
}

async function named({ kysely }: StaffServices, names: string[]): Promise<StaffRow> {
  const name = onlyWord(names, 'name').toLowerCase();
  const staff = await findStaffByName(kysely, name);
  if (staff === null) throw new UsageError(`there is no account ${name}`);
  return staff;
}

function rolesOf({ roles = '' }: Values): string[] {
  return roles === '' ? [] : roles.split(',').map((role) => role.trim());
}

function licenceOf(text: string) {
  const [number, from, to] = text.split(',').map((part) => part.trim());
  return { number, from, to };
}
