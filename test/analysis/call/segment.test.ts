import { expect, it } from 'vitest';
import { findSegments } from '../../../src/analysis/call/segment.ts';
import { windowGridOf, windowSums } from '../../../src/analysis/call/segment-windows.ts';
import { createBinGrid } from '../../../src/analysis/genome/bin-grid.ts';

const grid = createBinGrid('GRCh37', 50_000);
const windows = windowGridOf(grid);

/** A euploid sample with a fixed pattern of noise: sd 1 %, never 5 sd over a stretch. */
function euploid() {
  const expected = new Float64Array(windows.binCount).fill(1000);
  const relativeStandardDeviation = new Float64Array(windows.binCount).fill(0.01);
  const observed = expected.map((value, i) => value * (1 + 0.012 * Math.sin(i * 2.4)));
  return { expected, relativeStandardDeviation, observed, windows };
}

function scale(values: Float64Array, range: { from: number; to: number }, factor: number) {
  for (let i = range.from; i < range.to; i++) values[i] *= factor;
}

it('lays windows of 1 Mb and adds bins up over them', () => {
  expect(windows.binSizeBases).toBe(1_000_000);
  expect(windowGridOf(createBinGrid('GRCh38', 300_000)).binSizeBases).toBe(900_000);
  expect(windowGridOf(createBinGrid('GRCh38', 5_000_000)).binSizeBases).toBe(5_000_000);
  const ones = new Uint32Array(grid.binCount).fill(1);
  const sums = windowSums(ones, { grid, windows });
  expect(sums[0]).toBe(20);
  expect(sums.reduce((total, value) => total + value, 0)).toBe(grid.binCount);
  const mask = new Uint8Array(grid.binCount).fill(1);
  mask[3] = 0;
  expect(windowSums(ones, { grid, windows, mask })[0]).toBe(19);
});

it('finds nothing in a euploid sample', () => {
  expect(findSegments(euploid())).toEqual([]);
});

it('finds a gain and a loss where they are', () => {
  const sample = euploid();
  const [c5, c9] = [windows.chromosomeStarts[4], windows.chromosomeStarts[8]];
  scale(sample.observed, { from: c5, to: c5 + 12 }, 1.05);
  scale(sample.observed, { from: c9 + 60, to: c9 + 72 }, 0.94);
  const segments = findSegments(sample);
  expect(segments.map(({ chromosome, type }) => [chromosome, type])).toEqual([
    ['5', 'gain'],
    ['9', 'loss'],
  ]);
  const [gain, loss] = segments;
  expect(gain).toMatchObject({ start: 0, end: 12_000_000 });
  expect(Math.abs(gain.ratio - 1.05)).toBeLessThan(0.004);
  expect(Math.abs(gain.z - 0.05 * Math.sqrt(12) * 100)).toBeLessThan(2);
  expect([loss.start, loss.end]).toEqual([60_000_000, 72_000_000]);
  expect(loss.z).toBeLessThan(-15);
});

it('finds two segments of one chromosome, in order', () => {
  const sample = euploid();
  const start = windows.chromosomeStarts[0];
  scale(sample.observed, { from: start + 150, to: start + 160 }, 1.2);
  scale(sample.observed, { from: start + 20, to: start + 30 }, 1.1);
  const segments = findSegments(sample);
  expect(segments.map((segment) => segment.start)).toEqual([20_000_000, 150_000_000]);
});

it('ends the last segment with the chromosome', () => {
  const sample = euploid();
  scale(
    sample.observed,
    { from: windows.chromosomeStarts[21] - 20, to: windows.chromosomeStarts[21] },
    1.1,
  );
  const [segment] = findSegments(sample);
  expect(segment).toMatchObject({ chromosome: '21', end: 48_129_895, type: 'gain' });
});

it('leaves whole chromosomes to the calls', () => {
  const sample = euploid();
  const range = { from: windows.chromosomeStarts[20], to: windows.chromosomeStarts[21] };
  scale(sample.observed, range, 1.08);
  expect(findSegments(sample)).toEqual([]);
});

it('needs three windows and looks only at autosomes', () => {
  const sample = euploid();
  const start = windows.chromosomeStarts[2];
  scale(sample.observed, { from: windows.chromosomeStarts[22], to: windows.binCount }, 2);
  expect(findSegments(sample)).toEqual([]);
  scale(sample.observed, { from: start + 40, to: start + 43 }, 1.2);
  expect(findSegments(sample)[0]).toMatchObject({ start: 40_000_000, end: 43_000_000 });
  expect(findSegments({ ...sample, zMin: 1e3 })).toEqual([]);
});

it('passes over masked windows and broken numbers', () => {
  const sample = euploid();
  const start = windows.chromosomeStarts[3];
  scale(sample.observed, { from: start + 40, to: start + 52 }, 1.1);
  sample.expected[start + 45] = 0;
  sample.observed[start + 46] = Number.NaN;
  sample.relativeStandardDeviation[start + 47] = 0;
  const [segment, ...others] = findSegments(sample);
  expect(others).toEqual([]);
  expect(segment).toMatchObject({ start: 40_000_000, end: 52_000_000 });
  expect(Number.isFinite(segment.z)).toBe(true);
});
