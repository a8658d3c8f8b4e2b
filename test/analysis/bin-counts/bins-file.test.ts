import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BinCounts } from '../../../src/analysis/bin-counts/bin-counts.ts';
import { formatBinsFile, parseBinsFile } from '../../../src/analysis/bin-counts/bins-file.ts';
import { createBinGrid } from '../../../src/analysis/genome/bin-grid.ts';
import { problemOf, valueFrom } from '../../support/scan-bam.ts';

const grid = createBinGrid('GRCh38', 10_000_000);
const sha256 = 'ab'.repeat(32);

function exampleCounts(): BinCounts {
  const forward = Uint32Array.from({ length: grid.binCount }, (_, i) => i % 7);
  const reverse = Uint32Array.from({ length: grid.binCount }, (_, i) => i % 5);
  forward[0] = 0xffff_ffff;
  const counted = [...forward, ...reverse].reduce((a, b) => a + b);
  return {
    ...({ sample: 'S 1', assembly: 'GRCh38', binSizeBases: 10_000_000 } as const),
    reads: {
      ...{ total: counted + 45, mapped: counted + 44, unmapped: 1, secondary: 2, supplementary: 3 },
      ...{ qcFail: 4, duplicate: 5, lowMappingQuality: 6, improperPair: 7, secondMate: 8 },
      ...{ otherContig: 9, counted },
    },
    gcFraction: 0.412345,
    source: { file: 'S 1.bam', sha256 },
    fragmentLengths: { start: 50, counts: [0, 1, 2] },
    ...{ forward, reverse },
    gc: Float64Array.from({ length: grid.binCount }, (_, i) => (i % 3 ? i / 1000 : Number.NaN)),
  };
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const parse = (text: string) => parseBinsFile(bytesOf(text), 'named by file');
const text = formatBinsFile(exampleCounts());
const lines = text.split('\n');

/** The text with one line changed (1-based). */
function withLine(line: number, change: (line: string) => string): string {
  return lines.map((one, i) => (i === line - 1 ? change(one) : one)).join('\n');
}

/** The text with another header. */
function withHeader(change: (header: Record<string, unknown>) => unknown): string {
  const [, json] = lines[0].split(/(?<=^#banyan-bins )/);
  return withLine(1, () => `#banyan-bins ${JSON.stringify(change(JSON.parse(json)))}`);
}

describe('a bins file', () => {
  it('begins with its header, names its columns, and lists every bin', () => {
    const { reads } = exampleCounts();
    expect(lines[0]).toBe(
      `#banyan-bins {"version":1,"sample":"S 1","assembly":"GRCh38","binSize":10000000,"reads":` +
        `{"total":${reads.total},"mapped":${reads.mapped},"unmapped":1,"secondary":2,"supplementary":3,` +
        `"qcFail":4,"duplicate":5,"lowMappingQuality":6,"improperPair":7,"secondMate":8,"otherContig":9,` +
        `"counted":${reads.counted}},"gcFraction":0.412345,"source":{"file":"S 1.bam","sha256":"${sha256}"},` +
        `"fragmentLengths":{"start":50,"counts":[0,1,2]}}`,
    );
    expect(lines[1]).toBe('chromosome\tstart\tend\tforward\treverse\tgc');
    expect(lines[2]).toBe('1\t0\t10000000\t4294967295\t0\t.');
    expect(lines[3]).toBe('1\t10000000\t20000000\t1\t1\t0.0010');
    expect(lines.at(-2)).toMatch(/^Y\t50000000\t57227415\t\d+\t\d+\t/);
    expect(lines.at(-1)).toBe('');
    expect(lines).toHaveLength(grid.binCount + 3);
  });

  it('is read as it was written', () => {
    expect(valueFrom(parse(text))).toEqual(exampleCounts());
    expect(formatBinsFile(valueFrom(parse(text)))).toBe(text);
  });

  it('keeps any counts and any GC fraction of four digits', () => {
    const bin = fc.record({
      forward: fc.nat({ max: 0xffff_ffff - 1000 }),
      reverse: fc.nat({ max: 1000 }),
      gc: fc.option(
        fc.nat({ max: 10_000 }).map((n) => n / 10_000),
        { nil: Number.NaN },
      ),
    });
    const bins = fc.array(bin, { minLength: grid.binCount, maxLength: grid.binCount });
    fc.assert(
      fc.property(bins, (drawn) => {
        const forward = Uint32Array.from(drawn, (one) => one.forward);
        const reverse = Uint32Array.from(drawn, (one) => one.reverse);
        const gc = Float64Array.from(drawn, (one) => one.gc);
        const counted = [...forward, ...reverse].reduce((a, b) => a + b);
        const counts = { ...exampleCounts(), reads: { counted }, forward, reverse, gc };
        expect(valueFrom(parse(formatBinsFile(counts)))).toEqual(counts);
      }),
      { numRuns: 20 },
    );
  });

  it('takes null for absent and refuses a bin of more reads than it can hold', () => {
    const nothing = { sample: null, gcFraction: null, source: null, fragmentLengths: null };
    const bare = withHeader((header) => ({
      ...{ ...header, ...nothing },
      reads: { ...(header.reads as object), total: null, mapped: null },
    }));
    const { sample, reads, source } = valueFrom(parse(bare));
    expect([sample, reads.total, source]).toEqual(['named by file', undefined, null]);
    const over = withLine(3, () => '1\t0\t10000000\t4294967295\t1\t.');
    expect(problemOf(parse(over))).toMatchObject({ kind: 'bins-malformed', line: 3 });
  });

  it('needs version, assembly, bin size and counted alone', () => {
    const bare = withHeader(({ version, assembly, binSize, reads }) => ({
      ...{ version, assembly, binSize, reads: { counted: (reads as { counted: number }).counted } },
      remark: 'unknown keys are passed over',
    }));
    const { forward: _f, reverse: _r, gc: _g, ...header } = valueFrom(parse(bare));
    expect(header).toEqual({
      ...{ sample: 'named by file', assembly: 'GRCh38', binSizeBases: 10_000_000 },
      ...{ reads: { counted: exampleCounts().reads.counted }, gcFraction: null, source: null },
    });
  });

  it('names the sources of a merged sample', () => {
    const sources = ['a.bam', 'b.bam'].map((file) => ({ file, sha256 }));
    const counts = { ...exampleCounts(), source: null, sources };
    expect(valueFrom(parse(formatBinsFile(counts)))).toEqual(counts);
  });
});

describe('a bins file is refused with its line', () => {
  const set = (key: string, value: unknown) =>
    withHeader((header) => ({ ...header, [key]: value }));
  const reads = exampleCounts().reads;
  it.each<[string, string, RegExp]>([
    ['no header', lines.slice(1).join('\n'), /^line 1 is not/],
    ['a header that is no JSON', withLine(1, (line) => line.slice(0, -1)), /^line 1 is not/],
    ['a header that is a list', withHeader(() => []), /^line 1 is not/],
    ['one line without end', '#banyan-bins {}', /line 1 does not end/],
    ['an unknown assembly', set('assembly', 'GRCm39'), /no known assembly/],
    ['a bin size that is a text', set('binSize', '50000'), /binSize/],
    ['a bin size too small', set('binSize', 10), /binSize/],
    ['a sample that is a number', set('sample', 5), /sample/],
    ['a GC fraction in percent', set('gcFraction', 41), /gcFraction/],
    ['a source without its hash', set('source', { file: 'a.bam' }), /source/],
    ['sources that are no list', set('sources', { file: 'a.bam', sha256 }), /sources/],
    ['fragment lengths without start', set('fragmentLengths', { counts: [] }), /fragmentLengths/],
    ['no reads', set('reads', undefined), /no reads/],
    ['no counted', set('reads', { ...reads, counted: undefined }), /no reads.counted/],
    ['a negative class', set('reads', { ...reads, qcFail: -4 }), /reads.qcFail/],
    ['classes of another sum', set('reads', { ...reads, qcFail: 5 }), /add up to/],
    ['a wrong mapped', set('reads', { ...reads, mapped: 1 }), /mapped is not total/],
    ['a count the bins do not hold', set('reads', { counted: 1 }), /header counts 1 reads/],
  ])('%s', (_, bad, detail) => {
    expect(problemOf(parse(bad))).toMatchObject({ kind: 'bins-malformed', line: 1 });
    expect(problemOf(parse(bad)).detail).toMatch(detail);
  });

  const replace = (line: number, from: string | RegExp, to: string) =>
    withLine(line, (one) => one.replace(from, to));
  it.each<[number, string, string]>([
    [2, 'other columns', replace(2, 'gc', 'GC')],
    [3, 'a bin of another name', replace(3, /^1/, 'chr1')],
    [4, 'a bin left out', lines.toSpliced(3, 1).join('\n')],
    [4, 'a bin twice', lines.toSpliced(3, 0, lines[2]).join('\n')],
    [5, 'spaces for tabs', replace(5, /\t/g, ' ')],
    [5, 'a negative count', replace(5, /\t(\d+)\t(\d+)\t(\S+)$/, '\t-1\t$2\t$3')],
    [5, 'a count with decimals', replace(5, /\t(\d+)\t(\d+)\t(\S+)$/, '\t$1.5\t$2\t$3')],
    [5, 'no count', replace(5, /\t(\d+)\t(\d+)\t(\S+)$/, '\t\t$2\t$3')],
    [5, 'a count beyond 32 bits', replace(5, /\t(\d+)\t(\d+)\t(\S+)$/, '\t4294967296\t$2\t$3')],
    [5, 'a GC above 1', replace(5, /\S+$/, '1.0001')],
    [5, 'a GC of two dots', replace(5, /\S+$/, '..')],
    [5, 'a GC in letters', replace(5, /\S+$/, 'NaN')],
    [5, 'a GC without digits', replace(5, /\S+$/, '0.')],
    [5, 'a further column', replace(5, /$/, '\t7')],
    [5, 'a line end of Windows', replace(5, /$/, '\r')],
    [grid.binCount + 3, 'more lines', `${text}Y\t0\t1\t0\t0\t.\n`],
    [grid.binCount + 2, 'no last newline', text.slice(0, -1)],
    [grid.binCount + 2, 'the last bin missing', lines.toSpliced(-2, 1).join('\n')],
  ])('line %i: %s', (line, _, bad) => {
    const problem = problemOf(parse(bad));
    expect(problem).toMatchObject({ kind: 'bins-malformed', line });
    expect(problem.detail).toMatch(new RegExp(`^line ${line}: `));
  });

  it('another version, and an empty file', () => {
    expect(problemOf(parse(set('version', 2)))).toMatchObject({ kind: 'bins-version', line: 1 });
    expect(problemOf(parse(set('version', undefined))).kind).toBe('bins-version');
    expect(problemOf(parse('')).kind).toBe('file-empty');
  });

  it('cut anywhere', () => {
    const bytes = bytesOf(text);
    for (let size = 0; size < bytes.length; size += 13) {
      expect(parseBinsFile(bytes.subarray(0, size), 'cut').ok).toBe(false);
    }
  });
});
