import { expect, it } from 'vitest';
import { approveModel } from '../../../src/casework/model/approve-model.ts';

const fit = { assembly: 'GRCh38', binSize: 50_000 };
const approval = {
  ...{ state: 'CANDIDATE', proposedBy: 'technician', approvedBy: 'manager' },
  ...{ candidate: fit, inUse: fit, shadow: { waiting: 0, compared: 96 } },
} as const;

const kindOf = (change: object) => {
  const ruling = approveModel({ ...approval, ...change } as Parameters<typeof approveModel>[0]);
  return ruling.ok ? 'approved' : ruling.problem.kind;
};

it('approves a whole run beside by another person, and refuses everything less', () => {
  expect(kindOf({})).toBe('approved');
  expect(kindOf({ proposedBy: null })).toBe('approved');
  expect(kindOf({ proposedBy: 'manager' })).toBe('signatures-not-distinct');
  expect(kindOf({ state: 'RETIRED' })).toBe('forbidden-transition');
  expect(kindOf({ state: 'IN_USE' })).toBe('forbidden-transition');
  expect(kindOf({ candidate: { ...fit, binSize: 1_000_000 } })).toBe('decision-forbidden');
  expect(kindOf({ candidate: { ...fit, assembly: 'GRCh37' } })).toBe('decision-forbidden');
  for (const shadow of [null, { waiting: 1, compared: 95 }, { waiting: 0, compared: 0 }]) {
    expect(kindOf({ shadow })).toBe('decision-forbidden');
  }
});
