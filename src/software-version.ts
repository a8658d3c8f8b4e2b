import { readFileSync } from 'node:fs';

/** The package's version: `package.json` stands one folder up in the source, two in `dist/`. */
export function softwareVersion(): string {
  const up = import.meta.url.endsWith('.ts') ? '../' : '../../';
  const text = readFileSync(new URL(`${up}package.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
