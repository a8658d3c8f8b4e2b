import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canReach, serverAccount } from '../../../src/store/embedded-postgres/server-account.ts';
import {
  packagedServer,
  prepareServerPrograms,
} from '../../../src/store/embedded-postgres/server-programs.ts';

const isRoot = process.getuid?.() === 0;
let folder: string;

/** The package as it lies after an install without scripts: no links. */
function bareCopy(name: string): string {
  const native = join(folder, name, 'native');
  cpSync(packagedServer(), native, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !lstatSync(path).isSymbolicLink(),
  });
  cpSync(join(packagedServer(), '..', 'package.json'), join(folder, name, 'package.json'));
  return native;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'banyan-programs-'));
  chmodSync(folder, 0o711);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the programs of the server', () => {
  it('run in place once the links are drawn that an install without scripts leaves out', () => {
    const native = bareCopy('bare');
    const copyFolder = join(folder, 'copies');
    const account = serverAccount(join(folder, 'no-cluster'));
    const programs = prepareServerPrograms(native, { account, copyFolder });
    expect(programs.postgres).toBe(join(native, 'bin', 'postgres'));
    const links: { source: string; target: string }[] = JSON.parse(
      readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
    );
    expect(links.length).toBeGreaterThan(5);
    for (const { source, target } of links) {
      const path = join(native, '..', target);
      expect(join(dirname(path), readlinkSync(path))).toBe(join(native, '..', source));
    }
    expect(prepareServerPrograms(native, { account, copyFolder })).toEqual(programs);
  });

  it.runIf(isRoot)('run from a copy where the account cannot walk to the package', () => {
    const native = bareCopy('shut');
    chmodSync(join(folder, 'shut'), 0o700);
    const copyFolder = join(folder, 'copies');
    const account = serverAccount(join(folder, 'no-cluster'));
    const programs = prepareServerPrograms(native, { account, copyFolder });
    expect(programs.postgres.startsWith(copyFolder)).toBe(true);
    expect(readdirSync(copyFolder)).toEqual([expect.stringMatching(/^postgresql-18\.\d/)]);
    expect(canReach(programs.postgres, account)).toBe(true);
  });
});

describe.runIf(isRoot)('the account of the server', () => {
  it('is never root', () => {
    expect(serverAccount(join(folder, 'no-cluster'))).toMatchObject({
      name: expect.stringMatching(/^(postgres|nobody)$/),
      uid: expect.toSatisfy((uid) => uid !== 0),
    });
  });

  it('is refused where the cluster belongs to root', () => {
    const cluster = join(folder, 'of-root');
    mkdirSync(cluster);
    expect(statSync(cluster).uid).toBe(0);
    expect(() => serverAccount(cluster)).toThrow('cannot run a database server');
  });

  it('reaches what every folder above lets it reach', () => {
    const account = serverAccount(join(folder, 'no-cluster'))!;
    const inner = join(folder, 'outer', 'inner');
    mkdirSync(inner, { recursive: true });
    expect(canReach(inner, account)).toBe(true);
    chmodSync(join(folder, 'outer'), 0o700);
    expect(canReach(inner, account)).toBe(false);
    expect(canReach(inner, null)).toBe(true);
  });
});
