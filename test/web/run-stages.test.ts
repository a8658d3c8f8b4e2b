import { describe, expect, it } from 'vitest';
import { isWorking, runStages } from '../../src/web/parts/run-stages.ts';

const none = { scoredCount: 0, failedCount: 0, workingCount: 0, arrivingCount: 0 };
const empty = { ...none, sampleCount: 8, arrivedFraction: null };

describe('runStages', () => {
  it('gives each stage its share of the bar, and half a file half of its sample’s', () => {
    const stages = { ...empty, scoredCount: 2, arrivingCount: 4, arrivedFraction: 0.5 };
    expect(runStages(stages)).toEqual([
      { name: 'scored', count: 2, share: 0.25 },
      { name: 'arriving', count: 4, share: 0.25 },
    ]);
  });

  it('has nothing to show of a run without samples', () => {
    expect(runStages({ ...empty, sampleCount: 0 })).toEqual([]);
  });
});

describe('isWorking', () => {
  it('ends when every sample is scored or failed', () => {
    expect(isWorking({ ...empty, scoredCount: 7 })).toBe(true);
    expect(isWorking({ ...empty, scoredCount: 7, failedCount: 1 })).toBe(false);
  });
});
