import { describe, expect, it } from 'vitest';
import { light } from '../../../src/casework/quality/light.ts';
import { qualityLimits, qualityLimitsOn } from '../../../src/casework/quality/quality-limits.ts';
import { sampleChecks } from '../../../src/casework/quality/sample-checks.ts';
import { analysisOf, scatter } from '../../support/batch-example.ts';

const limits = qualityLimits[0];
const good = analysisOf(scatter(1));

describe('sampleChecks', () => {
  it('are all green for a sound sample, in the order of the limits', () => {
    const checks = sampleChecks(good, limits);
    expect(checks.map(({ check }) => check)).toEqual(limits.sample.map(({ name }) => name));
    expect(checks.filter(({ colour }) => colour !== 'green')).toEqual([]);
  });

  it.each([
    ['reads-counted', { reads: { ...good.reads, counted: 2_999_999 } }, 'amber'],
    ['reads-counted', { reads: { ...good.reads, counted: 999_999 } }, 'red'],
    ['mapped-fraction', { reads: { ...good.reads, mappedFraction: 0.59 } }, 'amber'],
    ['duplicate-fraction', { reads: { ...good.reads, duplicateFraction: null } }, 'amber'],
    ['gc-fraction-low', { reads: { ...good.reads, gcFraction: 0.349 } }, 'amber'],
    ['gc-fraction-high', { reads: { ...good.reads, gcFraction: 0.451 } }, 'amber'],
    ['bin-noise', { qc: { ...good.qc, checks: [] } }, 'red'],
    ['fetal-fraction', { fetalFraction: { estimate: 0.039, low: 0.035, high: 0.06 } }, 'amber'],
    ['detection-limit', { fetalFraction: { estimate: 0.05, low: 0.029, high: 0.07 } }, 'amber'],
  ])('%s of %j is not green', (name, change, colour) => {
    const checks = sampleChecks({ ...good, ...change }, limits);
    const wrong = checks.filter((each) => each.colour !== 'green');
    expect(wrong).toMatchObject([{ check: name, colour }]);
  });

  it('name a unit and a source for each limit', () => {
    for (const { sample, run, batch } of qualityLimits) {
      for (const limit of [...sample, ...run, ...batch]) {
        expect(limit.unit).not.toBe('');
        expect(limit.source).not.toBe('');
      }
    }
  });

  it('are those in force on the day', () => {
    expect(qualityLimitsOn('2026-04-23')?.version).toBe(1);
    expect(qualityLimitsOn('2010-01-01')).toBeNull();
  });
});

describe('light', () => {
  it('holds 3 % fetal fraction for amber', () => {
    const limit = {
      name: 'fetal-fraction',
      unit: 'fraction',
      badSide: 'below',
      source: '',
    } as const;
    expect(light(0.03, { ...limit, amber: 0.04, red: null }, 'S1').colour).toBe('amber');
    expect(light(0.04, { ...limit, amber: 0.04, red: null }, 'S1').colour).toBe('green');
    expect(light(null, { ...limit, amber: 0.04, red: null }, 'S1').colour).toBe('amber');
    expect(light(Number.NaN, { ...limit, amber: 0.04, red: 0.01 }, 'S1').colour).toBe('red');
  });
});
