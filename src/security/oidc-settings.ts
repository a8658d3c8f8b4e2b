import { readFileSync } from 'node:fs';
import { isRole, type Role, staffRoles } from './roles.ts';
import { SetupProblem } from './setup-problem.ts';

/** The identity provider whose word is taken for who somebody is. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Which claim gives which of our roles; null: only an administrator gives roles. */
  readonly roles: OidcRoles | null;
  /** A claim that proves a second factor given there; null: our own is always asked for. */
  readonly factor: { readonly claim: 'amr' | 'acr'; readonly value: string } | null;
}

interface OidcRoles {
  readonly claim: string;
  readonly mapping: ReadonlyMap<string, Role>;
}

type Named<Name extends string> = Readonly<Record<Name, string | null>>;

/** The settings as text; all null where nobody signs in elsewhere. */
export type OidcTexts = Named<'issuer' | 'clientId' | 'secretFile' | 'rolesClaim'> &
  Named<'roles' | 'factor'>;

/** The settings of the identity provider, null without an issuer; a wrong one is one line. */
export function oidcSettings(texts: OidcTexts): OidcSettings | null {
  const { issuer, clientId, secretFile } = texts;
  if (issuer === null) return null;
  if (clientId === null) throw new SetupProblem('BANYAN_OIDC_CLIENT is needed with an issuer');
  if (secretFile === null) {
    throw new SetupProblem('BANYAN_OIDC_SECRET_FILE is needed: the file of the client secret');
  }
  return {
    ...{ issuer: issuerUrl(issuer), clientId, clientSecret: secretOf(secretFile) },
    ...{ roles: rolesOf(texts), factor: factorOf(texts.factor) },
  };
}

/** How an account elsewhere is written down: no two issuers share a subject. */
export function oidcSubject(issuer: string, subject: string): string {
  return `${issuer} ${subject}`;
}

/** As given, since an issuer is compared letter by letter; in the clear only on the loopback. */
function issuerUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLoopback = url?.protocol === 'http:' && /^(?:127\.0\.0\.1|localhost)$/.test(url.hostname);
  if (url?.protocol === 'https:' || isLoopback) return text;
  throw new SetupProblem(`BANYAN_OIDC_ISSUER is "${text}": give an address with https://`);
}

function secretOf(file: string): string {
  try {
    const secret = readFileSync(file, 'utf8').trim();
    if (secret !== '') return secret;
  } catch {
    // Told below, as is an empty file.
  }
  throw new SetupProblem(`BANYAN_OIDC_SECRET_FILE is "${file}": no secret can be read there`);
}

function rolesOf({ rolesClaim: claim, roles }: OidcTexts): OidcRoles | null {
  if (claim === null && roles === null) return null;
  if (claim === null || roles === null) {
    throw new SetupProblem('BANYAN_OIDC_ROLES_CLAIM and BANYAN_OIDC_ROLES go together');
  }
  const pairs = roles.split(',').map((pair): [string, Role] => {
    const [theirs, ours] = pair.split('=').map((word) => word.trim());
    if (ours !== undefined && isRole(ours) && staffRoles.includes(ours)) return [theirs, ours];
    throw new SetupProblem(`BANYAN_OIDC_ROLES has "${pair}": give group=role, role one of ours`);
  });
  return { claim, mapping: new Map(pairs) };
}

function factorOf(text: string | null): OidcSettings['factor'] {
  if (text === null) return null;
  const [, claim, value] = /^(amr|acr)=(\S+)$/.exec(text) ?? [];
  if (value !== undefined) return { claim: claim as 'amr' | 'acr', value };
  throw new SetupProblem(`BANYAN_OIDC_FACTOR is "${text}": give amr=VALUE or acr=VALUE`);
}
