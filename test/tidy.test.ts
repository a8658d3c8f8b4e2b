import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const top = fileURLToPath(new URL('..', import.meta.url));
const fileLinesMax = 300;
const lineColumnsMax = 100;

/** Tables of facts: long because the world is. */
const tables = new Set(['src/analysis/data-problem-catalogue.ts', 'src/http/problem-catalogue.ts']);

/**
 * Who may import whom. `types:` allows `import type` only. A bare word is a package; `node:` stands for
 * every built-in. `src/` roots are written without `src/`.
 */
const rooms: Record<string, { from: string[]; packages: string[] }> = {
  'src/analysis': { from: ['src/analysis'], packages: [] },
  'src/casework': { from: ['src/casework', 'types:src/analysis'], packages: [] },
  'src/store': {
    from: ['src/store', 'types:src/analysis', 'src/casework', 'src/security', 'src/config.ts'],
    packages: ['kysely', 'pg', '@tus/file-store', '@tus/server', 'node:'],
  },
  'src/jobs': {
    from: [
      ...['src/jobs', 'src/casework', 'src/store', 'types:src/analysis', 'types:workers'],
      ...['src/exchange/print', 'src/security/setup-problem.ts'],
      ...['types:src/security', 'types:kysely'],
    ],
    packages: ['pg-boss', 'piscina', 'pino', 'chinese-days', 'node:'],
  },
  'src/exchange': {
    from: ['src/exchange', 'types:src/casework', 'types:src/analysis'],
    packages: ['write-excel-file/node'],
  },
  'src/security': {
    from: ['src/security'],
    packages: ['node:', '@node-rs/argon2', 'otpauth', 'jose'],
  },
  'src/http': {
    from: [
      'src/http',
      'src/casework',
      'src/store',
      'src/jobs',
      'src/exchange',
      'src/security',
      'types:src/analysis',
      'src/analysis/data-problem-catalogue.ts',
      'src/config.ts',
      'types:kysely',
    ],
    packages: [
      'fastify',
      'fastify-plugin',
      'fastify-type-provider-zod',
      '@fastify/',
      '@tus/server',
      'zod',
      'pino',
      'openid-client',
      'prom-client',
      'node:',
    ],
  },
  'src/cli': {
    from: [
      'src/cli',
      'src/analysis',
      'src/jobs',
      'src/http',
      'src/store',
      'src/security',
      'src/server.ts',
      'src/config.ts',
      'src/software-version.ts',
      'src/exchange/print',
      'types:src/casework',
      'types:workers',
      'demo:fixtures/simulate',
    ],
    packages: ['close-with-grace', 'tus-js-client', 'node:'],
  },
  'src/web': {
    from: ['src/web', 'types:src/http/schemas', 'src/http/problem-words.ts'],
    packages: ['react', 'react-dom', 'antd', '@tanstack/react-query'],
  },
  workers: {
    from: ['workers', 'src/analysis', 'src/store/reference-files.ts'],
    packages: ['node:', '@myriaddreamin/typst-ts-node-compiler'],
  },
  fixtures: { from: ['fixtures', 'src/analysis'], packages: ['node:', 'piscina'] },
  reference: { from: ['reference', 'src/analysis'], packages: ['node:'] },
  benchmarks: {
    // Those of the whole service fill a home by its own actions, as the tests do.
    from: ['benchmarks', 'src', 'fixtures', 'test/support', 'types:workers'],
    packages: ['node:', 'piscina', '@gmod/bam', 'autocannon', 'tus-js-client', 'playwright-core'],
  },
};

function sourceFiles(folder: string): string[] {
  return readdirSync(join(top, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(top, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes('/kernel/'))
    .sort();
}

const readAdr = (name: string) => readFileSync(join(top, 'src/adr', name), 'utf8');

interface Import {
  typeOnly: boolean;
  target: string;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(top, file), 'utf8');
  const pattern =
    /^(?:import|export)\s+(type\s)?(?:[^'";]*?from\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm;
  return [...text.matchAll(pattern)].map((match) => {
    const specifier = match[2] ?? match[3];
    const target = specifier.startsWith('.')
      ? relative(top, resolve(top, dirname(file), specifier))
      : specifier;
    return { typeOnly: match[1] !== undefined, target };
  });
}

function isAllowed(file: string, room: string, { typeOnly, target }: Import): boolean {
  return rooms[room].from.concat(rooms[room].packages).some((rule) => {
    const [, kind, place] = /^(types|demo)?:?(.*)$/.exec(rule) as RegExpExecArray;
    if (kind === 'types' && !typeOnly) return false;
    if (kind === 'demo' && !file.startsWith('src/cli/demo')) return false;
    return (
      target === place ||
      target.startsWith(place.endsWith('/') || place === 'node:' ? place : `${place}/`)
    );
  });
}

const allFiles = ['src', 'workers', 'fixtures', 'reference', 'benchmarks', 'test'].flatMap(
  sourceFiles,
);
const roomFiles = allFiles.flatMap((file) => {
  const room = Object.keys(rooms).find((name) => file.startsWith(`${name}/`));
  // How the page is built is no part of it.
  return room && file !== 'src/web/vite.config.ts' ? [{ file, room }] : [];
});

interface Documented {
  readonly file: string;
  readonly name: string;
  readonly text: string;
}

/** Exported functions of analysis with the comment before each. */
function documentedFunctions(): Documented[] {
  const pattern = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export function (\w+)/g;
  return sourceFiles('src/analysis').flatMap((file) =>
    [...readFileSync(join(top, file), 'utf8').matchAll(pattern)].map(([, text, name]) => {
      return { file, name, text };
    }),
  );
}

/** Whether a comment has a line set in as formulas are, its example apart. */
const isFormula = ({ text }: Documented) => /^ \* {3}\S/m.test(text.split('@example')[0]);

describe('the house', () => {
  it('finds its source', () => {
    expect(roomFiles.length).toBeGreaterThan(10);
  });

  it('imports only as the table allows', () => {
    const broken = roomFiles.flatMap(({ file, room }) =>
      importsOf(file)
        .filter((entry) => !isAllowed(file, room, entry))
        .map((entry) => `${file} imports ${entry.target}`),
    );
    expect(broken).toEqual([]);
  });

  it('keeps files short', () => {
    const long = allFiles
      .filter((file) => !tables.has(file) && !file.startsWith('test/'))
      .map((file) => ({
        file,
        lines: readFileSync(join(top, file), 'utf8').split('\n').length - 1,
      }))
      .filter(({ lines }) => lines > fileLinesMax);
    expect(long).toEqual([]);
  });

  it('keeps lines short', () => {
    const long = allFiles.flatMap((file) =>
      readFileSync(join(top, file), 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          [...line].length > lineColumnsMax && !/https?:\/\/|'[^']{60,}'|`|^import /.test(line)
            ? [`${file}:${index + 1}`]
            : [],
        ),
    );
    expect(long).toEqual([]);
  });

  it('names files in kebab case', () => {
    const odd = allFiles.filter(
      (file) =>
        !/^(?:[a-z0-9-]+\/|GRCh3\d\/)*[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]+)*\.tsx?$/.test(file),
    );
    expect(odd).toEqual([]);
  });

  it('spells as the British do and leaves no mark of unfinished work', () => {
    const words = /(?<!\.)\b(?:normaliz|colou?r?izat|analyze|behavior\b|TODO|FIXME|XXX)/;
    const found = allFiles
      .filter((file) => file !== 'test/tidy.test.ts')
      .filter((file) => words.test(readFileSync(join(top, file), 'utf8')));
    expect(found).toEqual([]);
  });

  it('keeps the top level as it is fixed', () => {
    const fixed = [
      ...['LICENSE', 'README.md', 'CHANGELOG.md', 'package.json', 'package-lock.json'],
      ...['tsconfig.json', 'src', 'workers', 'reference', 'benchmarks', 'fixtures', 'test'],
      ...['dist', 'node_modules', 'coverage'],
    ];
    const odd = readdirSync(top).filter((name) => !name.startsWith('.') && !fixed.includes(name));
    expect(odd).toEqual([]);
  });

  it('shows two commands, which exist', () => {
    const readme = readFileSync(join(top, 'README.md'), 'utf8');
    const lines = /^```sh\n([\s\S]*?)\n```$/m.exec(readme)?.[1].split('\n');
    expect(lines).toEqual(['npm ci && npm run demo', 'npm test']);
    const { scripts } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8'));
    expect(scripts).toMatchObject({ demo: expect.any(String), test: expect.any(String) });
    expect(scripts).not.toHaveProperty('prepare');
    expect(scripts).not.toHaveProperty('postinstall');
  });

  it('says of each formula where it is from, what goes in and out, and an example', () => {
    const formulas = documentedFunctions().filter(isFormula);
    expect(formulas.length).toBeGreaterThan(50);
    const lacking = formulas.flatMap(({ file, name, text }) =>
      [/\bSource:\s/, /\bShape:\s/, /\b(?:Unit|Range):\s/, /\bEdge:\s/, /^ \* @example /m]
        .filter((part) => !part.test(text))
        .map((part) => `${file} ${name}: ${part.source}`),
    );
    expect(lacking).toEqual([]);
  });

  it('calls every function with an example in a test', () => {
    const tests = allFiles
      .filter((file) => file.startsWith('test/'))
      .map((file) => readFileSync(join(top, file), 'utf8'))
      .join('\n');
    const untested = documentedFunctions()
      .filter(({ text }) => text.includes('@example'))
      .filter(({ name }) => !new RegExp(`\\b${name}\\b(?=[(),;])`).test(tests))
      .map(({ file, name }) => `${file} ${name}`);
    expect(untested).toEqual([]);
  });

  it('numbers each decision once, in its name and its heading', () => {
    const names = readdirSync(join(top, 'src/adr'));
    const headings = names.map((name) => /^# (\d{4}) /.exec(readAdr(name))?.[1]);
    expect(headings).toEqual(names.map((name) => name.slice(0, 4)));
    expect(new Set(headings).size).toBe(names.length);
  });

  it('links only to what is there', () => {
    const rooms = allFiles.map((file) => join(dirname(file), 'README.md'));
    const decisions = readdirSync(join(top, 'src/adr')).map((name) => `src/adr/${name}`);
    const pages = ['README.md', 'src/README.md', ...new Set(rooms), ...decisions].filter((page) =>
      existsSync(join(top, page)),
    );
    const broken = pages.flatMap((page) =>
      [...readFileSync(join(top, page), 'utf8').matchAll(/\]\(([^)#:]+)\)/g)]
        .map(([, target]) => join(dirname(page), target))
        .filter((target) => !existsSync(join(top, target)))
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });
});
