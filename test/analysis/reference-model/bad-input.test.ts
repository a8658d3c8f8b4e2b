import { describe, expect, it } from 'vitest';
import type { BinCounts } from '../../../src/analysis/bin-counts/bin-counts.ts';
import { formatBinsFile, parseBinsFile } from '../../../src/analysis/bin-counts/bins-file.ts';
import { createBinGrid } from '../../../src/analysis/genome/bin-grid.ts';
import { compactControl } from '../../../src/analysis/reference-model/compact-control.ts';
import { createControlGroupBuilder } from '../../../src/analysis/reference-model/control-group-builder.ts';
import {
  constantCount,
  varyTooLittle,
} from '../../../src/analysis/reference-model/impossible-counts.ts';
import { parseWig } from '../../../src/analysis/wig/parse-wig.ts';
import {
  filesOf,
  goodValue,
  loadModel,
  simulatedControls,
  simulatedLandscape,
  trainOn,
} from '../../support/simulated-model.ts';

const controls = simulatedControls(simulatedLandscape(1_000_000), 16);
const problemOf = (group: readonly BinCounts[]) => {
  const result = trainOn(group);
  return result.ok ? null : result.problem;
};
const limitsOf = (group: readonly BinCounts[]) =>
  filesOf(goodValue(trainOn(group))).document.limits.join('; ');

describe('bad controls', () => {
  it('of one count in their bins are refused by name', () => {
    const flat = { ...controls[3], forward: controls[3].forward.map(() => 500) };
    const bins = { ...flat, reverse: flat.reverse.map(() => 480) };
    expect(problemOf(controls.with(3, bins))).toEqual({
      kind: 'control-group-unusable',
      detail: `most bins of ${controls[3].sample} hold 980 reads, all alike`,
    });
    expect(constantCount(Uint32Array.of(0, 500, 500, 500))).toBe(500);
    expect(constantCount(Uint32Array.of(1, 1, 1, 1))).toBeNull();
    expect(constantCount(new Uint32Array(9))).toBeNull();
    expect(controls.map(({ forward }) => constantCount(forward))).toEqual(
      new Array(controls.length).fill(null),
    );
  });

  it('that are copies but for a read are a recorded limit', () => {
    const copies = controls.map((_, i) => ({
      ...controls[0],
      sample: `copy-${i}`,
      forward: controls[0].forward.map((count, bin) => (bin === 0 ? count + i : count)),
    }));
    expect(limitsOf(copies)).toContain('the controls vary less than counting: copies?');
    expect(limitsOf(controls)).not.toContain('copies');
    expect(varyTooLittle([0.02, 0.1, 0.05])).toBe(true);
    expect(varyTooLittle([0.02, 0.9, 0.05])).toBe(false);
    expect(varyTooLittle([])).toBe(false);
  });

  it('with bins that never vary among others make a model that loads', () => {
    const some = controls.map((counts) => ({
      ...counts,
      forward: counts.forward.map((count, bin) => (bin % 5 === 0 ? 400 : count)),
      reverse: counts.reverse.map((count, bin) => (bin % 5 === 0 ? 400 : count)),
    }));
    expect(loadModel(filesOf(goodValue(trainOn(some)))).ok).toBe(true);
  });

  it('of too few, twice, mixed or of one sex are named or recorded', () => {
    expect(problemOf(controls.slice(0, 9))?.kind).toBe('control-group-too-small');
    expect(problemOf([...controls, controls[2]])?.detail).toMatch(/is given twice$/);
    const renamed = { ...controls[2], sample: 'renamed' };
    expect(problemOf([...controls, renamed])?.detail).toMatch(/hold the same counts$/);
    const other = { ...controls[2], sample: 'other', assembly: 'GRCh37' as const };
    expect(problemOf([...controls, other])?.detail).toMatch(/is counted on GRCh37, others on/);
    const [wide] = simulatedControls(simulatedLandscape(2_000_000), 1);
    expect(problemOf([...controls, { ...wide, sample: 'wide' }])?.detail).toMatch(/has bins of 2/);
    const girls = simulatedControls(simulatedLandscape(1_000_000), 32).filter(
      (_, i) => i % 2 === 0,
    );
    expect(limitsOf(girls)).toContain('no fetal fraction');
  });
});

describe('no number', () => {
  it('in a bins file is named with its line', () => {
    const lines = formatBinsFile(controls[0]).split('\n');
    for (const [word, at] of [
      ['NaN', 3],
      ['-1', 3],
      ['Infinity', 4],
      ['1e3', 4],
      ['NaN', 5],
      ['1.5', 5],
    ] as const) {
      const cells = lines[9].split('\t').with(at, word);
      const text = lines.with(9, cells.join('\t')).join('\n');
      const result = parseBinsFile(new TextEncoder().encode(text), 'x');
      expect(result).toMatchObject({ ok: false, problem: { kind: 'bins-malformed', line: 10 } });
    }
  });

  it('in a track is named with its line', () => {
    const grid = createBinGrid('GRCh38', 1_000_000);
    const result = parseWig('fixedStep chrom=1 start=1 step=1000000\nNaN\n', grid);
    expect(result).toMatchObject({ ok: false, problem: { kind: 'wig-malformed', line: 2 } });
  });

  it('where reads show no GC leaves the bin out, never a NaN in a model', () => {
    const holed = controls.map((counts) => ({
      ...counts,
      gc: counts.gc.map((gc, bin) => (bin % 3 === 0 ? Number.NaN : gc)),
    }));
    const files = filesOf(goodValue(trainOn(holed)));
    expect(files.modelJson).not.toMatch(/NaN|null,\s*null/);
    const { document, profile } = goodValue(loadModel(files));
    expect(document.qc.usedBins).toBeLessThan((controls[0].gc.length * 2) / 3);
    expect(profile.expected.every(Number.isFinite)).toBe(true);
  });
});

it('takes a control once, both strands together', () => {
  const builder = createControlGroupBuilder();
  const [control] = controls;
  expect(builder.add(control, undefined)).toBeUndefined();
  expect(builder.add(control, undefined)?.kind).toBe('control-group-unusable');
  const { reads } = compactControl(control);
  reads.forEach((count, bin) => {
    expect(count).toBe(control.forward[bin] + control.reverse[bin]);
  });
});
