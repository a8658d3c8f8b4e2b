import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { lengthsOf } from '../../../src/analysis/genome/assembly.ts';
import { createBinGrid } from '../../../src/analysis/genome/bin-grid.ts';
import { arrayOf, readNpy } from '../../../src/analysis/import/npy.ts';
import { isObject, readPickle } from '../../../src/analysis/import/pickle.ts';
import { binSteppedCounts } from '../../../src/analysis/import/stepped-counts.ts';
import { readWisecondorX } from '../../../src/analysis/import/wisecondorx.ts';
import { readZip } from '../../../src/analysis/import/zip-entries.ts';
import { goodValue } from '../../support/simulated-model.ts';

const golden = new URL('../../../fixtures/golden/wisecondorx/sample.npz', import.meta.url);
const bytes = new Uint8Array(readFileSync(golden));
const inflate = (packed: Uint8Array) => {
  try {
    return new Uint8Array(inflateRawSync(packed, { maxOutputLength: 1 << 24 }));
  } catch {
    return null;
  }
};
const problemOf = (file: Uint8Array) => {
  const result = readWisecondorX(file, inflate);
  return result.ok ? 'read' : result.problem.kind;
};

it('reads every count and adds 5 kb up to 50 kb exactly', () => {
  const stepped = goodValue(readWisecondorX(bytes, inflate));
  expect(stepped.stepBases).toBe(5000);
  lengthsOf('GRCh37').forEach((length, c) => {
    const expected = Float64Array.from(
      { length: Math.floor(length / 5000) + 1 },
      (_, i) => (7 * i + 3 * c) % 5,
    );
    if (length % 5000 === 0) expected[expected.length - 1] = 0;
    expect(stepped.counts[c]).toEqual(expected);
  });
  const counts = goodValue(binSteppedCounts(stepped, { sample: 'a', binSizeBases: 50_000 }));
  const grid = createBinGrid('GRCh37', 50_000);
  expect(counts.assembly).toBe('GRCh37');
  const start = grid.chromosomeStarts[20];
  const steps = stepped.counts[20];
  for (const bin of [0, 17, grid.chromosomeStarts[21] - start - 1]) {
    const sum = steps.subarray(10 * bin, 10 * bin + 10).reduce((a, b) => a + b, 0);
    expect(counts.forward[start + bin]).toBe(sum);
  }
  const total = stepped.counts.reduce((sum, row) => sum + row.reduce((a, b) => a + b, 0), 0);
  expect(counts.reads).toEqual({ counted: total });
  expect(counts.gc.every(Number.isNaN)).toBe(true);
});

it('names what is no such file', () => {
  expect(problemOf(new Uint8Array(0))).toBe('npz-malformed');
  expect(problemOf(new TextEncoder().encode('not a zip at all, but long enough'))).toBe(
    'npz-malformed',
  );
  for (let cut = 0; cut < bytes.length; cut += 97) {
    expect(problemOf(bytes.subarray(0, cut))).toBe('npz-malformed');
  }
});

it('survives a flip of any of its bytes', () => {
  for (let at = 0; at < bytes.length; at += 61) {
    const flipped = bytes.slice();
    flipped[at] ^= 0x55;
    expect(['read', 'npz-malformed']).toContain(problemOf(flipped));
  }
});

it('names wrong steps, assemblies and counts', () => {
  const stepped = goodValue(readWisecondorX(bytes, inflate));
  const kindOf = (
    counts: typeof stepped,
    options: Partial<Parameters<typeof binSteppedCounts>[1]>,
  ) => {
    const result = binSteppedCounts(counts, { sample: 'a', binSizeBases: 50_000, ...options });
    return result.ok ? 'read' : result.problem.kind;
  };
  expect(kindOf(stepped, { binSizeBases: 12_000 })).toBe('sources-differ');
  expect(kindOf(stepped, { assembly: 'GRCh38' })).toBe('assembly-unknown');
  expect(kindOf(stepped, { assembly: 'GRCh37' })).toBe('read');
  const changed = (value: number) => ({
    ...stepped,
    counts: stepped.counts.map((row, c) => (c === 4 ? row.with(7, value) : row)),
  });
  expect(kindOf(changed(-1), {})).toBe('npz-malformed');
  expect(kindOf(changed(Number.NaN), {})).toBe('npz-malformed');
  const empty = { ...stepped, counts: stepped.counts.map((row) => new Float64Array(row.length)) };
  expect(kindOf(empty, {})).toBe('no-usable-reads');
  const short = { ...stepped, counts: stepped.counts.map((row) => row.subarray(1)) };
  expect(kindOf(short, {})).toBe('assembly-unknown');
});

it('never runs what a pickle asks for', () => {
  const text = (words: string) => [...new TextEncoder().encode(words)];
  const evil = Uint8Array.from(text("cos\nsystem\n(S'true'\ntR."));
  expect(readPickle(evil)).toBeNull();
  expect(readPickle(Uint8Array.from([0x80, 4, ...text('cbuiltins\neval\n'), 0x2e]))).toBeNull();
  expect(readPickle(Uint8Array.of(0x80, 3, 0x4b, 7, 0x2e))).toBe(7);
  expect(readPickle(Uint8Array.of(0x80, 3, 0x4b))).toBeNull();
  const array = readPickle(Uint8Array.from([...text('cnumpy\nndarray\n'), 0x2e]));
  expect(isObject(array ?? undefined)).toBe(true);
  expect(arrayOf(array ?? undefined)).toBeNull();
});

it('reads the parts alone', () => {
  const files = readZip(bytes, inflate);
  expect([...(files?.keys() ?? [])]).toEqual(['binsize.npy', 'sample.npy', 'quality.npy']);
  const size = files?.get('binsize.npy');
  if (size === undefined) expect.fail('no binsize.npy');
  expect(readNpy(size)).toEqual(Float64Array.of(5000));
});
