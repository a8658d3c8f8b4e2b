import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLandscape } from '../../fixtures/simulate/landscape.ts';
import { simulateCounts } from '../../fixtures/simulate/simulate-counts.ts';
import { formatBinsFile } from '../../src/analysis/bin-counts/bins-file.ts';
import { callBanyan } from '../support/call-banyan.ts';
import { runBanyan } from '../support/run-banyan.ts';
import { smallLaboratory, writeSmallModel } from '../support/small-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'banyan-watch-'));
const at = (name: string) => join(folder, name);
const names = ['a', 'b', 'c'];

beforeAll(async () => {
  writeSmallModel(at('model'));
  const landscape = createLandscape(smallLaboratory);
  names.forEach((name, i) => {
    const recipe = { name, seed: 50 + i, batch: 'new', fetalSex: 'female', fetalFraction: 0.1 };
    const counts = simulateCounts({ ...recipe, fetalSex: 'female', reads: 3_000_000 }, landscape);
    writeFileSync(at(`${name}.bins.tsv.gz`), gzipSync(formatBinsFile(counts)));
  });
  const files = names.map((name) => at(`${name}.bins.tsv.gz`));
  await callBanyan(['analyse', ...files, '--model', at('model'), '-o', at('analyses')]);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const analyses = () => names.map((name) => at(`analyses/${name}.analysis.json`));

it('charts a series of analyses', async () => {
  writeFileSync(at('samples.csv'), 'sample,batch\na,1\nb,1\nc,2\n');
  const words = ['model', 'drift', '--model', at('model'), ...analyses()];
  const run = await callBanyan([...words, '--samples', at('samples.csv'), '-o', at('drift')]);
  expect(run).toMatchObject({ exit: 0, err: '' });
  expect(run.out).toMatch(/^chromosome +samples +mean z +errors/);
  expect(run.out).toContain('no rebuild proposed');
  // Of each autosome a chart in both languages and its table.
  const kinds = readdirSync(at('drift')).map((name) => name.replace(/^chromosome-\d+/, ''));
  const numberOf = (kind: string) => kinds.filter((other) => other === kind).length;
  expect(['.en.svg', '.zh.svg', '.tsv', 'drift.json'].map(numberOf)).toEqual([22, 22, 22, 1]);
  expect(kinds).toHaveLength(67);
  expect(readFileSync(at('drift/chromosome-21.zh.svg'), 'utf8')).toContain(
    'aria-label="21 号染色体',
  );
  const json = JSON.parse((await callBanyan([...words, '--json'])).out);
  expect(json).toEqual(JSON.parse(readFileSync(at('drift/drift.json'), 'utf8')));
});

it('names what is no analysis, or one of another model', async () => {
  const words = ['model', 'drift', '--model', at('model')];
  writeFileSync(at('bad.json'), '{"schema":1}');
  expect(await callBanyan([...words, at('bad.json')])).toMatchObject({ exit: 3, out: '' });
  const other = JSON.parse(readFileSync(analyses()[0], 'utf8'));
  writeFileSync(at('other.json'), JSON.stringify({ ...other, model: { id: 'x', sha256: '' } }));
  const run = await callBanyan([...words, at('other.json')]);
  expect(run.exit).toBe(3);
  expect(run.err).toMatch(/rests on model x/);
  expect(await callBanyan(words)).toMatchObject({ exit: 2 });
  expect(await callBanyan(['model', 'drift', at('bad.json')])).toMatchObject({ exit: 2 });
});

it('runs a model beside another and changes nothing', async () => {
  const files = names.map((name) => at(`${name}.bins.tsv.gz`));
  const run = runBanyan(['model', 'compare', at('model'), at('model'), ...files]);
  expect(run).toMatchObject({ exit: 0, err: '' });
  expect(run.out).toBe('0 verdicts of 3 samples change; z moves by at most 0.00\n');
  expect((await callBanyan(['model', 'compare', at('model'), at('none'), ...files])).exit).toBe(3);
  expect((await callBanyan(['model', 'compare', at('model'), at('model')])).exit).toBe(2);
});
