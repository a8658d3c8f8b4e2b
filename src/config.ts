import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { type LaboratorySettings, laboratorySettings } from './laboratory-settings.ts';
import { type ObjectStoreSettings, objectStoreSettings } from './object-store-settings.ts';
import { type CryptoSuite, cryptoSuites } from './security/crypto-suite.ts';
import { type OidcSettings, oidcSettings } from './security/oidc-settings.ts';
import { SetupProblem } from './security/setup-problem.ts';
import { type TraceSettings, traceSettings } from './trace-settings.ts';

const roleNames = ['web', 'worker'] as const;
/** Sequencing data is kept for so many years, whatever is set. */
export const retentionYearsMin = 3;
/** A session lives no longer, however busy. */
const sessionHours = 12;
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** What this process does: answer requests, take jobs, or both. */
export type ServiceRole = (typeof roleNames)[number];
export type LogLevel = (typeof logLevels)[number];

/** The folders of one home. `data` is the backup set; `secrets` and `runtime` lie beside it. */
export interface HomeFolders {
  readonly home: string;
  readonly data: string;
  readonly postgres: string;
  /** Whole files that nobody has verified yet, by their id. */
  readonly runFiles: string;
  /** Verified files, by their content. */
  readonly files: string;
  readonly uploads: string;
  readonly models: string;
  /** Master key, API keys and database password: 0700, never part of a backup. */
  readonly secrets: string;
  /** Signed notes on the audit chain: best where the database's administrators cannot write. */
  readonly checkpoints: string;
  /** What can be made again at any start, such as copied server programs. */
  readonly runtime: string;
}

/** Every setting of the service, checked. */
export interface Config {
  readonly folders: HomeFolders;
  readonly host: string;
  /** 0 asks the system for a free port. */
  readonly port: number;
  /** Null: Banyan starts its own PostgreSQL in its home. */
  readonly databaseUrl: string | null;
  /** Base64 of 32 bytes, from a key service; null: the file of the home's secrets. */
  readonly masterKey: string | null;
  /** What a new home is made with; null takes the standard, or what the home was made with. */
  readonly crypto: CryptoSuite | null;
  readonly modelFolder: string | null;
  readonly roles: readonly ServiceRole[];
  /** Worker threads of this process. */
  readonly workers: number;
  /** Threads that count uploads while they arrive; 0: every file is counted once it is whole. */
  readonly followers: number;
  /** The S3-compatible store that keeps verified run files; null: the folder does. */
  readonly objects: ObjectStoreSettings | null;
  readonly limits: StoreLimits;
  /** Run files older than so many years are deleted once nobody needs them; null: none is. */
  readonly retentionYears: number | null;
  readonly logLevel: LogLevel;
  /** Where traces go; null: nowhere. */
  readonly traces: TraceSettings | null;
  /** The address people and systems use, where it is not the one we listen on; no path. */
  readonly publicUrl: string | null;
  /** How long a person's session lives. */
  readonly session: { readonly idleSeconds: number; readonly totalSeconds: number };
  /** Addresses whose X-Forwarded headers are believed; none: nobody's. */
  readonly trustedProxies: readonly string[];
  /** Where people may sign in elsewhere; null: only here. */
  readonly oidc: OidcSettings | null;
  /** What reports state of the laboratory. */
  readonly laboratory: LaboratorySettings;
  /** Folder of further fonts, for names the page's own has no characters for; null: none. */
  readonly fontFolder: string | null;
}

/** Limits of the run files kept, bytes; null: none. */
export interface StoreLimits {
  /** New uploads are refused where less would stay free on the disk. */
  readonly minFreeBytes: number;
  readonly quotaBytes: number | null;
  /** Of what one API key has sent. */
  readonly keyQuotaBytes: number | null;
}

/** The settings as text: environment variables, or the command line's options in their place. */
export interface Settings {
  readonly AWS_ACCESS_KEY_ID?: string | undefined;
  readonly AWS_SECRET_ACCESS_KEY?: string | undefined;
  readonly BANYAN_CHECKPOINTS?: string | undefined;
  readonly BANYAN_FOLLOWERS?: string | undefined;
  readonly BANYAN_CRYPTO?: string | undefined;
  readonly BANYAN_IDLE_MINUTES?: string | undefined;
  readonly BANYAN_PUBLIC_URL?: string | undefined;
  readonly BANYAN_FONTS?: string | undefined;
  readonly BANYAN_HOME?: string | undefined;
  readonly BANYAN_LABORATORY_KIT?: string | undefined;
  readonly BANYAN_LABORATORY_LICENCE?: string | undefined;
  readonly BANYAN_LABORATORY_NAME?: string | undefined;
  readonly BANYAN_MASTER_KEY?: string | undefined;
  readonly BANYAN_KEY_QUOTA?: string | undefined;
  readonly BANYAN_MIN_FREE?: string | undefined;
  readonly BANYAN_OIDC_CLIENT?: string | undefined;
  readonly BANYAN_OIDC_FACTOR?: string | undefined;
  readonly BANYAN_OIDC_ISSUER?: string | undefined;
  readonly BANYAN_OIDC_ROLES?: string | undefined;
  readonly BANYAN_OIDC_ROLES_CLAIM?: string | undefined;
  readonly BANYAN_OIDC_SECRET_FILE?: string | undefined;
  readonly BANYAN_MODEL?: string | undefined;
  readonly BANYAN_QUOTA?: string | undefined;
  readonly BANYAN_RETENTION_YEARS?: string | undefined;
  readonly BANYAN_ROLES?: string | undefined;
  readonly BANYAN_OBJECT_STORE?: string | undefined;
  readonly BANYAN_OBJECT_STORE_REGION?: string | undefined;
  readonly BANYAN_TRUSTED_PROXIES?: string | undefined;
  readonly BANYAN_WORKERS?: string | undefined;
  readonly DATABASE_URL?: string | undefined;
  readonly HOST?: string | undefined;
  readonly LOG_LEVEL?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  readonly OTEL_SERVICE_NAME?: string | undefined;
  readonly PORT?: string | undefined;
}

export type ConfigResult =
  | { readonly ok: true; readonly value: Config }
  | { readonly ok: false; readonly message: string };

/**
 * Reads every setting once. `overrides` (the command line) win over `env`; an empty value counts as
 * absent. A wrong value answers one line that names the variable and what it may be.
 */
export function readConfig(env: Settings, overrides: Settings = {}): ConfigResult {
  const setting = (name: keyof Settings) => overrides[name]?.trim() || env[name]?.trim() || null;
  const threads = (name: keyof Settings, unset: string, min: number) =>
    wholeNumber(name, setting(name) ?? unset, { min, max: 1024 });
  try {
    return {
      ok: true,
      value: {
        folders: homeFolders(
          setting('BANYAN_HOME') ?? 'banyan-home',
          absolute(setting('BANYAN_CHECKPOINTS')),
        ),
        host: setting('HOST') ?? '127.0.0.1',
        port: wholeNumber('PORT', setting('PORT') ?? '8080', { min: 0, max: 65_535 }),
        databaseUrl: databaseUrl(setting('DATABASE_URL')),
        masterKey: setting('BANYAN_MASTER_KEY'),
        crypto: cryptoSuite(setting('BANYAN_CRYPTO')),
        modelFolder: absolute(setting('BANYAN_MODEL')),
        roles: serviceRoles(setting('BANYAN_ROLES') ?? roleNames.join(',')),
        workers: threads('BANYAN_WORKERS', String(availableParallelism()), 1),
        followers: threads(
          'BANYAN_FOLLOWERS',
          setting('BANYAN_WORKERS') ?? String(availableParallelism()),
          0,
        ),
        objects: objectStoreSettings({
          bucket: setting('BANYAN_OBJECT_STORE'),
          region: setting('BANYAN_OBJECT_STORE_REGION'),
          accessKeyId: setting('AWS_ACCESS_KEY_ID'),
          secretAccessKey: setting('AWS_SECRET_ACCESS_KEY'),
        }),
        limits: {
          minFreeBytes: bytes('BANYAN_MIN_FREE', setting('BANYAN_MIN_FREE') ?? '2G'),
          quotaBytes: optionalBytes('BANYAN_QUOTA', setting('BANYAN_QUOTA')),
          keyQuotaBytes: optionalBytes('BANYAN_KEY_QUOTA', setting('BANYAN_KEY_QUOTA')),
        },
        retentionYears: retentionYears(setting('BANYAN_RETENTION_YEARS')),
        logLevel: oneOf('LOG_LEVEL', setting('LOG_LEVEL') ?? 'info', logLevels),
        traces: traceSettings(
          setting('OTEL_EXPORTER_OTLP_ENDPOINT'),
          setting('OTEL_SERVICE_NAME') ?? 'banyan',
        ),
        publicUrl: publicUrl(setting('BANYAN_PUBLIC_URL')),
        session: sessionLife(setting('BANYAN_IDLE_MINUTES') ?? '30'),
        trustedProxies: trustedProxies(setting('BANYAN_TRUSTED_PROXIES')),
        oidc: oidcSettings({
          issuer: setting('BANYAN_OIDC_ISSUER'),
          clientId: setting('BANYAN_OIDC_CLIENT'),
          secretFile: setting('BANYAN_OIDC_SECRET_FILE'),
          rolesClaim: setting('BANYAN_OIDC_ROLES_CLAIM'),
          roles: setting('BANYAN_OIDC_ROLES'),
          factor: setting('BANYAN_OIDC_FACTOR'),
        }),
        laboratory: laboratorySettings({
          name: setting('BANYAN_LABORATORY_NAME'),
          licence: setting('BANYAN_LABORATORY_LICENCE'),
          kit: setting('BANYAN_LABORATORY_KIT'),
        }),
        fontFolder: absolute(setting('BANYAN_FONTS')),
      },
    };
  } catch (error) {
    if (error instanceof SetupProblem) return { ok: false, message: error.message };
    throw error;
  }
}

/** The folders of a home, absolute, whether they exist or not. */
function homeFolders(path: string, checkpoints: string | null): HomeFolders {
  const home = resolve(path);
  const data = join(home, 'data');
  return {
    home,
    data,
    postgres: join(data, 'postgres'),
    runFiles: join(data, 'run-files'),
    files: join(data, 'files'),
    uploads: join(data, 'uploads'),
    models: join(data, 'models'),
    secrets: join(home, 'secrets'),
    checkpoints: checkpoints ?? join(home, 'checkpoints'),
    runtime: join(home, 'runtime'),
  };
}

function absolute(path: string | null): string | null {
  return path === null ? null : resolve(path);
}

function wholeNumber(name: string, text: string, { min, max }: { min: number; max: number }) {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new SetupProblem(`${name} is "${text}": give a whole number from ${min} to ${max}`);
}

function retentionYears(text: string | null): number | null {
  const range = { min: retentionYearsMin, max: 100 };
  return text === null ? null : wholeNumber('BANYAN_RETENTION_YEARS', text, range);
}

/** @example bytes('BANYAN_MIN_FREE', '2G') // 2_000_000_000 */
function bytes(name: string, text: string): number {
  const [, digits, unit] = /^(\d{1,9})([KMGT]?)$/i.exec(text) ?? [];
  const factor = { K: 1e3, M: 1e6, G: 1e9, T: 1e12 }[unit?.toUpperCase() ?? ''] ?? 1;
  if (digits !== undefined) return Number(digits) * factor;
  throw new SetupProblem(`${name} is "${text}": give bytes such as 500M, 20G or 2T`);
}

function optionalBytes(name: string, text: string | null): number | null {
  return text === null ? null : bytes(name, text);
}

function oneOf<T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((value) => value === text);
  if (found !== undefined) return found;
  throw new SetupProblem(`${name} is "${text}": give one of ${allowed.join(', ')}`);
}

function serviceRoles(text: string): readonly ServiceRole[] {
  const named = text.split(',').map((part) => oneOf('BANYAN_ROLES', part.trim(), roleNames));
  return roleNames.filter((role) => named.includes(role));
}

function cryptoSuite(text: string | null): CryptoSuite | null {
  return text === null ? null : oneOf('BANYAN_CRYPTO', text, cryptoSuites);
}

/** Scheme, host and port, as browsers write an origin. */
function publicUrl(text: string | null): string | null {
  if (text === null) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin;
  throw new SetupProblem(`BANYAN_PUBLIC_URL is "${text}": give https://host or https://host:port`);
}

function sessionLife(idleMinutes: string): Config['session'] {
  const idle = wholeNumber('BANYAN_IDLE_MINUTES', idleMinutes, { min: 1, max: sessionHours * 60 });
  return { idleSeconds: idle * 60, totalSeconds: sessionHours * 3600 };
}

/** IP addresses and CIDR blocks; no number of hops, which whoever sends may have made up. */
function trustedProxies(text: string | null): string[] {
  const given = text === null ? [] : text.split(',').map((part) => part.trim());
  const wrong = given.find((part) => {
    const [address, bits] = part.split('/');
    const bitsMax = isIP(address) === 6 ? 128 : 32;
    return (
      isIP(address) === 0 ||
      (bits !== undefined && !(Number(bits || -1) <= bitsMax && /^\d+$/.test(bits)))
    );
  });
  if (wrong === undefined) return given;
  throw new SetupProblem(
    `BANYAN_TRUSTED_PROXIES has "${wrong}": give addresses such as 10.0.0.5 or 10.0.0.0/24`,
  );
}

/** The address may hold a password, so the message never repeats it. */
function databaseUrl(text: string | null): string | null {
  if (text === null) return null;
  if (URL.canParse(text) && /^postgres(?:ql)?:$/.test(new URL(text).protocol)) return text;
  throw new SetupProblem('DATABASE_URL is not of the form postgresql://user:password@host/name');
}
