import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { parseBinsFile } from '../../src/analysis/bin-counts/bins-file.ts';
import { callBanyan } from '../support/call-banyan.ts';
import { runBanyan } from '../support/run-banyan.ts';
import { goodValue } from '../support/simulated-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'banyan-import-'));
afterAll(() => rmSync(folder, { recursive: true }));
const golden = fileURLToPath(
  new URL('../../fixtures/golden/wisecondorx/sample.npz', import.meta.url),
);

it('writes a bins file that every command reads, with only what is known', async () => {
  const run = runBanyan(['import', golden, '-o', folder]);
  const file = join(folder, 'sample.bins.tsv.gz');
  expect(run).toMatchObject({ exit: 0, err: '', out: `${file}\n` });
  const counts = goodValue(parseBinsFile(gunzipSync(readFileSync(file)), 'x'));
  expect(counts).toMatchObject({ sample: 'sample', assembly: 'GRCh37', binSizeBases: 50_000 });
  expect(Object.keys(counts.reads)).toEqual(['counted']);
  expect(counts.source?.file).toBe('sample.npz');
});

it('names bad files, beside the good ones', async () => {
  writeFileSync(join(folder, 'bad.npz'), 'PK');
  writeFileSync(join(folder, 'cut.wig.gz'), Uint8Array.of(0x1f, 0x8b, 1, 2));
  const words = ['import', golden, join(folder, 'bad.npz'), join(folder, 'cut.wig.gz')];
  const run = await callBanyan([...words, join(folder, 'none.wig'), '-o', folder]);
  expect(run.exit).toBe(3);
  expect(run.out).toContain('sample.bins.tsv.gz');
  expect(run.err.trimEnd().split('\n')).toHaveLength(3);
  expect(run.err).toMatch(/bad.npz: the file is no zip/);
  const other = await callBanyan(['import', golden, '--assembly', 'GRCh38', '-o', folder]);
  expect(other.exit).toBe(3);
  expect(other.err).toMatch(/not as in GRCh38/);
});

it.each([[[]], [['a.bam']], [[golden, '--assembly', 'hg19']], [[golden, golden]]])(
  'refuses %j as wrong use',
  async (words) => {
    expect(await callBanyan(['import', ...words])).toMatchObject({ exit: 2, out: '' });
  },
);
