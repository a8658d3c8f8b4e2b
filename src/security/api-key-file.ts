import { apiKey, apiKeyRole } from './api-key.ts';
import { type Role, roles } from './roles.ts';
import { ensureSecretFile } from './secret-file.ts';
import { SetupProblem } from './setup-problem.ts';

const fileName = 'api-keys.json';

/** The keys made at the first start, one a role, in the clear. */
export type FirstApiKeys = Readonly<Record<Role, string>>;

/**
 * The keys made at the first start, from `<secrets>/api-keys.json` (0600), which is where the
 * operator finds them to hand out. The service itself knows keys by their SHA-256 in the database
 * alone.
 */
export function openApiKeyFile(secretsFolder: string): { keys: FirstApiKeys; created: boolean } {
  const { text, created } = ensureSecretFile(secretsFolder, fileName, () => {
    const keys = Object.fromEntries(roles.map((role) => [role, apiKey(role)]));
    return `${JSON.stringify(keys, null, 2)}\n`;
  });
  return { keys: parse(text), created };
}

function parse(text: string): FirstApiKeys {
  const file = json(text);
  const entries = roles.map((role): [Role, string] => {
    const key = file?.[role];
    if (typeof key !== 'string' || apiKeyRole(key) !== role) {
      throw new SetupProblem(`${fileName} has no key for ${role}: put the original file back`);
    }
    return [role, key];
  });
  return Object.fromEntries(entries) as Record<Role, string>;
}

function json(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null;
  } catch {
    // The parser's own message would quote the file.
    return null;
  }
}
