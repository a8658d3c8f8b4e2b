import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallSingleEnd } from '../../fixtures/bam/small-samples.ts';
import { tinyBam } from '../../fixtures/bam/tiny-bam.ts';

const product = fileURLToPath(new URL('../../', import.meta.url));
const missing = 'the counting kernel (kernel.wasm) is missing: run `npm run build`';
const settings = { binSizeBases: 1_000_000, mappingQualityMin: 1, duplicates: 'flag' };
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'banyan-no-kernel-'));
  for (const name of ['src', 'workers', 'package.json']) {
    cpSync(join(product, name), join(copy, name), {
      recursive: true,
      filter: (path) => !path.endsWith('.wasm') && !path.includes(join('src', 'web')),
    });
  }
  symlinkSync(join(product, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, 'S.bam'), tinyBam(smallSingleEnd()));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('a build without its kernel', () => {
  it('counts no file as empty: every thread entry fails and says why', () => {
    const file = { paths: ['S.bam', 'S.bam'], name: 'S.bam', stateFile: 'S.count' };
    const follow = { id: 'S', files: ['S.bam'], stateFile: 'S.count', step: 'end' };
    const tasks = {
      'count-bins': { ...settings, sample: 'S', files: ['S.bam'] },
      'count-sample': { ...settings, sample: 'S', softwareVersion: '1', files: [file] },
      'follow-upload': { ...settings, softwareVersion: '1', ...follow },
    };
    const program = `const told = [];
      for (const [name, task] of Object.entries(${JSON.stringify(tasks)})) {
        const { default: entry } = await import('./workers/' + name + '.ts');
        try { told.push(entry(task)); } catch (error) { told.push(error.message); }
      }
      console.log(JSON.stringify(told));`;
    const told = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      ...{ cwd: copy, encoding: 'utf8' },
    });
    expect(JSON.parse(told)).toEqual([missing, missing, missing]);
    expect(readdirSync(copy)).not.toContain('S.count');
  });

  it('does not start as a service', () => {
    const banyan = join(copy, 'src', 'cli', 'banyan.ts');
    const { status, stderr } = spawnSync(
      process.execPath,
      [banyan, 'serve', '--home', join(copy, 'home'), '--port', '0'],
      { encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([
      2,
      'banyan: this build has no counting kernel (kernel.wasm): run `npm run build`\n',
    ]);
  });
});
