import { expect, it } from 'vitest';
import {
  type SettledFinding,
  settleFinding,
} from '../../../src/casework/registry/settle-finding.ts';

const genotype = (target: 'T21' | 'T18' | 'T13', verdict: 'high-risk' | 'low-risk') => ({
  ...{ target, chromosome: target.slice(1) as '21', verdict, mondo: 'M' },
  ...{ status: verdict === 'high-risk' ? ('candidate' as const) : ('not-found' as const) },
  ...{ copyNumber: null, label: { chinese: '', english: '' } },
});

const finding: SettledFinding = {
  ...{ schema: 1, reportNumber: 'N', reportVersion: 1, pseudonym: 'P', assembly: 'GRCh38' },
  ...{ gestationalAgeAtDraw: '16+3', phenotypes: [] },
  genotypes: [
    genotype('T21', 'high-risk'),
    genotype('T18', 'low-risk'),
    genotype('T13', 'low-risk'),
  ],
};

const diagnosis = (
  results: readonly ['T21' | 'T18' | 'T13', 'trisomy' | 'normal' | 'inconclusive'][],
) => ({
  ...{ method: 'cma', material: 'amniotic-fluid', reportedOn: '2026-06-01' },
  results: results.map(([target, result]) => ({ target, result })),
});

const statuses = (of: SettledFinding) => of.genotypes.map(({ status }) => status);

it('is confirmed or refuted by a diagnosis, and a false negative is confirmed too', () => {
  const settled = settleFinding(finding, {
    diagnosis: diagnosis([
      ['T21', 'normal'],
      ['T18', 'trisomy'],
      ['T13', 'normal'],
    ]),
  });
  if (!settled.ok) throw new Error(settled.problem.detail);
  expect(statuses(settled.value)).toEqual(['refuted', 'confirmed', 'excluded']);
  expect(settled.value.diagnosis).not.toHaveProperty('results');
});

it('stays as it was where the diagnosis says nothing; an outcome adds to what is known', () => {
  const first = settleFinding(finding, { diagnosis: diagnosis([['T21', 'inconclusive']]) });
  if (!first.ok) throw new Error(first.problem.detail);
  expect(statuses(first.value)).toEqual(statuses(finding));
  const outcome = { kind: 'live-birth', endedOn: '2026-10-05' };
  const second = settleFinding(first.value, { outcome, phenotypes: ['HP:0001629', 'HP:0001627'] });
  if (!second.ok) throw new Error(second.problem.detail);
  expect(second.value).toMatchObject({ outcome, diagnosis: first.value.diagnosis });
  expect(second.value.phenotypes.map(({ code }) => code)).toEqual(['HP:0001627', 'HP:0001629']);
  expect(settleFinding(finding, { phenotypes: ['HP:0000001'] }).ok).toBe(false);
});
