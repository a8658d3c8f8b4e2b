import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { parseBinsFile } from '../../src/analysis/bin-counts/bins-file.ts';
import { callBanyan } from '../support/call-banyan.ts';
import { runBanyan } from '../support/run-banyan.ts';
import { valueFrom } from '../support/scan-bam.ts';

const fixture = (name: string) =>
  fileURLToPath(new URL(`../../fixtures/bam/${name}`, import.meta.url));
const single = fixture('single-end.bam');
const paired = fixture('paired-end.bam');
const unsorted = fixture('unsorted.bam');

const top = mkdtempSync(join(tmpdir(), 'banyan-count-'));
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(top, 'case-'));
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

const count = (...words: string[]) => callBanyan(['count', ...words], { cwd: folder });
const bins = (name: string) => gunzipSync(readFileSync(join(folder, name)));

describe('banyan count', () => {
  it('writes bins files and prints a table', async () => {
    const { exit, out, err } = await count(single, paired, '-o', 'made/here');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toBe(
      [
        'sample      assembly  reads  counted  duplicates       GC',
        'single-end    GRCh38     13        5           1  60.00 %',
        'paired-end    GRCh37     11        4           2  50.00 %',
        '',
      ].join('\n'),
    );
    expect(readdirSync(join(folder, 'made/here')).sort()).toEqual([
      ...['paired-end.bins.tsv.gz', 'single-end.bins.tsv.gz'],
    ]);
    const counts = valueFrom(parseBinsFile(bins('made/here/single-end.bins.tsv.gz'), ''));
    expect(counts).toMatchObject({ sample: 'single-end', reads: { total: 13, counted: 5 } });
  });

  it('writes where it stands without -o, the same bytes each time', async () => {
    // As a process and within this one.
    expect(runBanyan(['count', paired], { cwd: folder })).toMatchObject({ exit: 0, err: '' });
    const written = readFileSync(join(folder, 'paired-end.bins.tsv.gz'));
    expect((await count(paired)).exit).toBe(0);
    expect(readFileSync(join(folder, 'paired-end.bins.tsv.gz')).equals(written)).toBe(true);
    expect(readdirSync(folder)).toEqual(['paired-end.bins.tsv.gz']);
  });

  it('writes what awk and other line tools read as it stands', async () => {
    expect((await count(single)).exit).toBe(0);
    const rows = bins('single-end.bins.tsv.gz').toString().split('\n').slice(2, -1);
    expect(rows.length).toBe(61_775);
    for (const row of rows) expect(row).toMatch(/^[\dXY]{1,2}(?:\t\d+){4}\t(?:\.|[01]\.\d{4})$/);
    expect(rows.map((row) => row.split('\t')).every(([, start, end]) => +start < +end)).toBe(true);
  });

  it('prints one header as JSON for one input, and writes nothing', async () => {
    const { exit, out } = await count(single, '--json');
    expect(exit).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
    expect((await count(single)).exit).toBe(0);
    const [header] = bins('single-end.bins.tsv.gz').toString().split('\n');
    expect(JSON.parse(out)).toEqual(JSON.parse(header.replace('#banyan-bins ', '')));
  });

  it('prints an array in the order given for several, bad ones as problems', async () => {
    const { exit, out } = await count(paired, unsorted, single, '--json', '-o', '.');
    expect(exit).toBe(3);
    const [first, bad, last] = JSON.parse(out) as Record<string, unknown>[];
    expect([first.sample, last.sample]).toEqual(['paired-end', 'single-end']);
    expect(bad).toMatchObject({ file: 'unsorted.bam', problem: { kind: 'bam-unsorted' } });
    expect(readdirSync(folder).sort()).toEqual([
      'paired-end.bins.tsv.gz',
      'single-end.bins.tsv.gz',
    ]);
  });

  it('takes bin size, quality and the rule for duplicates', async () => {
    const words = ['--bin-size', '100000', '--min-mapq', '30', '--duplicates', 'keep', '--json'];
    const { out } = await count(single, ...words);
    expect(JSON.parse(out)).toMatchObject({
      binSize: 100_000,
      reads: { duplicate: 0, counted: 5 },
    });
  });

  it('merges files into one sample', async () => {
    copyFileSync(single, join(folder, 'lane2.bam'));
    expect(await count(single, 'lane2.bam', '--merge', 'S7')).toMatchObject({ exit: 3, out: '' });
    const eof = readFileSync(single).subarray(-28);
    writeFileSync(join(folder, 'lane2.bam'), Buffer.concat([readFileSync(single), eof]));
    expect(await count(single, 'lane2.bam', '--merge', 'S7')).toMatchObject({ exit: 0, err: '' });
    const counts = valueFrom(parseBinsFile(bins('S7.bins.tsv.gz'), ''));
    expect(counts).toMatchObject({ sample: 'S7', reads: { total: 26 } });
    expect(counts.sources?.map(({ file }) => file)).toEqual(['single-end.bam', 'lane2.bam']);
  });

  it('says nothing to a reader that has gone', () => {
    const words = Array.from({ length: 40 }, (_, i) => join(folder, `s${i}.bam`));
    // Their fragment lengths make some 200 kB of JSON: more than a pipe holds.
    for (const file of words) copyFileSync(paired, file);
    const cli = fileURLToPath(new URL('../../src/cli/banyan.ts', import.meta.url));
    const line = `"$0" "$1" count --json ${words.join(' ')} | head -c 1`;
    const run = spawnSync('sh', ['-c', line, process.execPath, cli], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
  });
});

describe('bad data', () => {
  it('is one line with file, place and remedy, and exit 3; good inputs are written', async () => {
    const { exit, out, err } = await count(unsorted, single, '-o', '.');
    expect(exit).toBe(3);
    expect(out).toContain('single-end');
    expect(err).toBe(
      `banyan: ${unsorted}: a read in the block at byte 0 lies before the read it follows; ` +
        'sort it: samtools sort -o sorted.bam sample.bam\n',
    );
    expect(readdirSync(folder)).toEqual(['single-end.bins.tsv.gz']);
  });

  it.each<[string, Uint8Array | string, RegExp]>([
    ['empty', '', /holds no byte/],
    ['sam', '@HD\tVN:1.6\n', /SAM text; convert it: samtools sort/],
    ['cram', 'CRAM\x03\0', /is a CRAM; convert it/],
    ['text', 'hello', /does not begin with a BGZF block/],
    ['cut', readFileSync(single).subarray(0, -28), /without the 28-byte end-of-file block; copy/],
  ])('names a file that is %s and leaves an old output alone', async (name, content, message) => {
    writeFileSync(join(folder, `${name}.bam`), content);
    writeFileSync(join(folder, `${name}.bins.tsv.gz`), 'old');
    const { exit, out, err } = await count(`${name}.bam`);
    expect({ exit, out }).toEqual({ exit: 3, out: '' });
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(readFileSync(join(folder, `${name}.bins.tsv.gz`), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('names a file that is absent, and an output that cannot be', async () => {
    expect((await count('absent.bam')).err).toMatch(
      /absent.bam: the file cannot be read \(ENOENT\); check/,
    );
    writeFileSync(join(folder, 'taken'), '');
    const blocked = await count(single, '-o', 'taken');
    expect(blocked.exit).toBe(3);
    expect(blocked.err).toMatch(/taken cannot be written \(EEXIST\); check/);
    mkdirSync(join(folder, 'single-end.bins.tsv.gz'));
    const inTheWay = await count(single);
    expect(inTheWay.exit).toBe(3);
    expect(inTheWay.err).toMatch(/single-end.bins.tsv.gz cannot be written/);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('wrong use', () => {
  it.each<[string[], RegExp]>([
    [[], /no BAM given/],
    [
      [single, '--bin-size', '999'],
      /--bin-size takes a whole number from 1000 to 10000000, not 999/,
    ],
    [[single, '--bin-size', '5e4'], /not 5e4/],
    [[single, '--min-mapq', '256'], /--min-mapq/],
    [[single, '--duplicates', 'drop'], /--duplicates takes flag, start, keep, not drop/],
    [[single, '--threads', '0'], /--threads/],
    [[single, '--merge', 'a/b'], /--merge/],
    [[single, '--colour'], /Unknown option '--colour'/],
    [[single, single], /one sample name, single-end/],
  ])('%j exits 2 with a line and the usage, before any work', async (words, message) => {
    const { exit, out, err } = await count(...words);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err.split('\n')[0]).toMatch(message);
    expect(err).toContain('usage: banyan count <file.bam>...');
    expect(readdirSync(folder)).toEqual([]);
  });
});
