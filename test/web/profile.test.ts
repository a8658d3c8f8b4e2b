import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileBytes } from '../../src/http/profile-bytes.ts';
import { chromosomeDepth, gcClasses } from '../../src/web/charts/gc-curve-data.ts';
import { ideogramBands, stain } from '../../src/web/charts/ideogram-data.ts';
import {
  chromosomeOfBin,
  meanOf,
  panView,
  readProfile,
  runningSums,
  zoomView,
} from '../../src/web/charts/profile-data.ts';
import { paintProfile } from '../../src/web/charts/profile-pixels.ts';

const masked = 65_535;
const binsPerChromosome = 10;
const chromosomeStarts = Array.from({ length: 23 }, (_, c) => c * binsPerChromosome);
const binCount = 22 * binsPerChromosome;

/** What the service would send of 220 bins: one masked, chromosome 21 six percent up. */
function example(name = '样本-01') {
  const corrected = new Uint16Array(binCount).fill(10_000);
  corrected.fill(10_600, chromosomeStarts[20], chromosomeStarts[21]);
  corrected[3] = masked;
  const uncorrected = corrected.map((value, bin) => (bin % 2 ? value : value - 400));
  const gc = Uint16Array.from({ length: binCount }, (_, bin) => 3500 + (bin % 20) * 100);
  gc[3] = masked;
  const facts = { assembly: 'GRCh38' as const, binSizeBases: 2_000_000, chromosomeStarts };
  const bytes = profileBytes(name, { ...facts, corrected, uncorrected, gc });
  return readProfile(Uint8Array.from(bytes).buffer);
}

describe('a profile', () => {
  it('arrives as it was sent, whatever the name', () => {
    for (const name of ['S1', 'S12', '样本-01']) {
      const profile = example(name);
      expect(profile.header).toMatchObject({ sample: name, assembly: 'GRCh38' });
      expect(profile.binCount).toBe(220);
      expect([profile.corrected[200], profile.corrected[3], profile.gc[19]]).toEqual([
        ...[10_600, masked, 5400],
      ]);
    }
  });

  it('knows the chromosome of a bin', () => {
    const { header } = example();
    expect([0, 9, 10, 219].map((bin) => chromosomeOfBin(header, bin))).toEqual([0, 0, 1, 21]);
  });

  it('has a mean of every stretch, and none where most is masked', () => {
    const sums = runningSums(example().corrected);
    expect(meanOf(sums, 200, 210)).toBeCloseTo(1.06, 9);
    expect(meanOf(sums, 0, 10)).toBe(1);
    expect(meanOf(sums, 3, 4)).toBeNaN();
  });
});

describe('the view', () => {
  const view = fc.record({ start: fc.double({ min: 0, max: 150, noNaN: true }) }).map((at) => {
    return { start: at.start, end: at.start + 60 };
  });

  it('stays within the genome and keeps its anchor while it zooms and moves', () => {
    fc.assert(
      fc.property(
        ...[view, fc.double({ min: 0.1, max: 10, noNaN: true })],
        fc.double({ min: -500, max: 500, noNaN: true }),
        (from, factor, bins) => {
          const zoomed = zoomView(from, { factor, anchor: from.start + 30, binCount: 220 });
          for (const { start, end } of [zoomed, panView(from, bins, 220)]) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeLessThanOrEqual(220 + 1e-9);
          }
          expect(zoomed.end - zoomed.start).toBeGreaterThanOrEqual(40 - 1e-9);
          const moved = panView(from, bins, 220);
          expect(moved.end - moved.start).toBeCloseTo(60, 6);
        },
      ),
    );
    const near = zoomView({ start: 60, end: 160 }, { factor: 0.5, anchor: 110, binCount: 220 });
    expect(near).toEqual({ start: 85, end: 135 });
  });
});

describe('paintProfile', () => {
  it('paints bands and dots as the golden picture has them', async () => {
    const [width, height] = [88, 21];
    const colours = new Uint32Array(width * height);
    const view = { start: 120, end: 220 };
    const scene = { profile: example(), view, range: { low: 0.9, high: 1.1 } };
    paintProfile({ colours, width, height }, scene);
    const inks = [...new Set(colours)].sort((one, other) => other - one);
    const letters = ' .:oxX#@';
    const rows = Array.from({ length: height }, (_, row) =>
      Array.from({ length: width }, (_, x) => letters[inks.indexOf(colours[row * width + x])]).join(
        '',
      ),
    );
    const key = inks.map((ink, i) => `${letters[i]} ${(ink >>> 0).toString(16)}`);
    await expect(`${key.join('\n')}\n\n${rows.join('\n')}\n`).toMatchFileSnapshot(
      'golden/profile-pixels.txt',
    );
  });
});

describe('gcClasses', () => {
  it('shows the bend before correction and none after, and leaves rare GC out', () => {
    const many = example();
    const times = 60;
    const repeat = (values: Uint16Array) =>
      Uint16Array.from({ length: values.length * times }, (_, i) => values[i % values.length]);
    const classes = gcClasses({
      ...many,
      ...{ gc: repeat(many.gc), corrected: repeat(many.corrected) },
      uncorrected: repeat(many.uncorrected),
    });
    expect(classes).toHaveLength(20);
    expect(classes[0].before).toBeLessThan(classes[0].after);
    expect(gcClasses(many)).toEqual([]);
  });
});

describe('an ideogram', () => {
  it('is dark where GC is poor and open where bins are masked', () => {
    const bands = ideogramBands(example(), 0);
    expect(bands).toHaveLength(10);
    expect(bands[3].gc).toBeNull();
    expect(bands[0].gc).toBeCloseTo(0.35, 9);
    expect([stain(0.3), stain(0.43), stain(0.6)]).toEqual([1, expect.closeTo(0.5, 1), 0]);
  });
});

it('tells a chromosome’s depth before and after correction, masked bins left out', () => {
  const profile = {
    corrected: new Uint16Array(binCount).fill(10_000),
    header: { chromosomeStarts },
  };
  profile.corrected[3] = masked;
  const uncorrected = profile.corrected.map((value, bin) => (bin < 10 ? value : 9000));
  uncorrected[3] = masked;
  const depth = (chromosome: number) =>
    chromosomeDepth({ ...profile, uncorrected } as never, chromosome);
  expect(depth(0)).toEqual({ before: 1, after: 1 });
  expect(depth(20)).toEqual({ before: 0.9, after: 1 });
});
