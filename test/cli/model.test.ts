import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatBinsFile } from '../../src/analysis/bin-counts/bins-file.ts';
import { callBanyan } from '../support/call-banyan.ts';
import { runBanyan } from '../support/run-banyan.ts';
import {
  simulatedControls,
  simulatedLandscape,
  simulatedSample,
} from '../support/simulated-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'banyan-model-'));
const at = (name: string) => join(folder, name);
const landscape = simulatedLandscape(500_000);
const write = (name: string, counts: Parameters<typeof formatBinsFile>[0]) =>
  writeFileSync(at(name), gzipSync(formatBinsFile(counts)));

beforeAll(() => {
  mkdirSync(at('controls'));
  for (const counts of simulatedControls(landscape, 40)) {
    write(`controls/${counts.sample}.bins.tsv.gz`, counts);
  }
  write('trisomy.bins.tsv.gz', simulatedSample(landscape, { trisomies: [{ chromosome: '18' }] }));
  write('other.bins.tsv.gz', simulatedSample(simulatedLandscape(1_000_000), {}));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('banyan model', () => {
  it('builds, checks and tells a change', async () => {
    const words = ['model', 'build', '--counts', at('controls'), '-o'];
    const built = runBanyan([...words, at('model')]);
    expect(built).toMatchObject({ exit: 0, err: '' });
    expect(built.out).toMatch(/^model [0-9a-f]{12} {2}GRCh38, bins of 500000 bases/);
    expect(built.out).toContain('40 controls (20 girls, 20 boys)');
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);

    expect((await callBanyan([...words, at('again'), '--json'])).out).toBe(
      readFileSync(at('model/model.json'), 'utf8'),
    );
    expect((await callBanyan(['model', 'check', at('again')])).out).toBe(built.out);
    appendFileSync(at('again/model.bin'), 'x');
    const checked = await callBanyan(['model', 'check', at('again')]);
    expect(checked).toMatchObject({ exit: 3, out: '' });
    expect(checked.err).toMatch(/^banyan: .*again: model.bin does not match .*\n$/);
  });

  it('takes samples.csv and a GC track, and refuses bad ones by name', async () => {
    writeFileSync(at('samples.csv'), 'sample,fetal_sex\ncontrol-001,none\n');
    const words = ['model', 'build', '--counts', at('controls'), '-o', at('refused')];
    const table = await callBanyan([...words, '--samples', at('samples.csv')]);
    expect(table.exit).toBe(3);
    expect(table.err).toMatch(/samples.csv: line 2: fetal_sex is none/);
    writeFileSync(at('gc.wig'), 'fixedStep chrom=1 start=1 step=7\n0.4\n');
    const track = await callBanyan([...words, '--gc', at('gc.wig')]);
    expect(track.exit).toBe(3);
    expect(track.err).toMatch(/gc.wig: line 1: the declaration does not fit/);
    const few = ['model', 'build', '--counts', at('trisomy.bins.tsv.gz'), '-o', at('refused')];
    expect(await callBanyan(few)).toMatchObject({ exit: 3, out: '' });
    expect(readdirSync(folder)).not.toContain('refused');
  });

  it('refuses two controls of one name as wrong use', async () => {
    const twin = ['--counts', at('controls'), at('controls/control-001.bins.tsv.gz')];
    const run = await callBanyan(['model', 'build', ...twin, '-o', at('refused')]);
    expect(run).toMatchObject({ exit: 2, out: '' });
    expect(run.err).toMatch(/one sample name, control-001/);
  });

  it('never writes over a folder that is no model', async () => {
    const run = await callBanyan([
      'model',
      'build',
      '--counts',
      at('controls'),
      '-o',
      at('controls'),
    ]);
    expect(run.exit).toBe(2);
    expect(readdirSync(at('controls'))).toHaveLength(40);
  });

  it.each([[['model']], [['model', 'build', '-o', 'x']], [['model', 'check']]])(
    'refuses %j as wrong use',
    async (words) => {
      expect(await callBanyan(words)).toMatchObject({ exit: 2, out: '' });
    },
  );
});

describe('banyan analyse', () => {
  const model = ['--model', at('model')];

  it('writes and prints, good ones beside bad ones', async () => {
    const inputs = [at('trisomy.bins.tsv.gz'), at('other.bins.tsv.gz')];
    const words = ['analyse', ...inputs, ...model, '-o', at('out'), '--age', '36'];
    const run = await callBanyan([...words, '--weeks', '16+3']);
    expect(run.exit).toBe(3);
    expect(run.err).toMatch(/^banyan: .*other.bins.tsv.gz: the sample has bins of 1000000 bases/);
    expect(run.out).toMatch(/T18 +high-risk/);
    expect(readdirSync(at('out'))).toEqual(['trisomy.analysis.json']);
  });

  it('prints one document for one input and an array for several', async () => {
    const one = await callBanyan(['analyse', at('trisomy.bins.tsv.gz'), ...model, '--json']);
    const document = JSON.parse(one.out);
    expect(document.input.file).toBe('trisomy.bins.tsv.gz');
    expect(document.input.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(document).not.toHaveProperty('restricted');
    const control = at('controls/control-001.bins.tsv.gz');
    const words = ['analyse', control, at('trisomy.bins.tsv.gz'), ...model, '--json'];
    const both = JSON.parse((await callBanyan([...words, '--restricted'])).out);
    expect(both.map((entry: { sample: string }) => entry.sample)).toEqual([
      'control-001',
      'trisomy',
    ]);
    expect(both[1].restricted.fetalSex).toBe('female');
  });

  it('names a sample by its file, whatever the header says', async () => {
    write('own.bins.tsv.gz', { ...simulatedSample(landscape, {}), sample: '../../elsewhere' });
    write('twin.bins.tsv', simulatedSample(landscape, {}));
    const words = ['analyse', at('own.bins.tsv.gz'), at('twin.bins.tsv'), ...model];
    const run = await callBanyan([...words, '-o', at('named/deep'), '--json']);
    expect(run).toMatchObject({ exit: 0, err: '' });
    expect(readdirSync(at('named/deep'))).toEqual(['own.analysis.json', 'twin.analysis.json']);
    expect(JSON.parse(run.out).map(({ sample }: { sample: string }) => sample)).toEqual([
      'own',
      'twin',
    ]);
  });

  it.each([
    ['CRAM\x03\x00', 'sample.cram', /the file is a CRAM; convert it/],
    ['@HD\tVN:1.6\n', 'sample.sam', /the file is SAM text; convert it/],
  ])('tells what %j is', async (bytes, name, message) => {
    writeFileSync(at(name), bytes.padEnd(64));
    const run = await callBanyan(['analyse', at(name), ...model]);
    expect(run).toMatchObject({ exit: 3, out: '' });
    expect(run.err).toMatch(message);
  });

  it.each([
    ['--age', '9'],
    ['--age', 'old'],
    ['--weeks', '16'],
    ['--weeks', '16+7'],
  ])('refuses %s %s as wrong use', async (option, value) => {
    const words = ['analyse', at('trisomy.bins.tsv.gz'), ...model, option, value];
    expect(await callBanyan(words)).toMatchObject({ exit: 2, out: '' });
  });
});
