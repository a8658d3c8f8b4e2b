import { expect, it } from 'vitest';
import { phenotypeLabels } from '../../src/casework/registry/phenotype-term.ts';
import { phenotypeWords } from '../../src/web/i18n/words/phenotypes.ts';
import { type Aftercare, momentsOf } from '../../src/web/parts/aftercare/timeline-data.ts';

it('offers the phenotypes of the service, by the same Chinese names', () => {
  const chinese = Object.entries(phenotypeWords).map(([code, [name]]) => [code, name]);
  expect(Object.fromEntries(chinese)).toEqual(phenotypeLabels);
});

it('tells what happened, the newest first, each in a place it keeps', () => {
  const step = (event: string, at: string) => ({ ...{ event, at, by: 'x' }, note: null });
  const aftercare = {
    cases: [
      {
        ...{ openedAt: '2026-04-23T02:00:00Z', targets: ['T21'] },
        steps: [step('notify', '2026-04-24T02:00:00Z'), step('refer', '2026-04-25T02:00:00Z')],
        referrals: [
          {
            ...{ createdAt: '2026-04-25T02:00:00Z', institution: 'H', urgency: 'routine' },
            steps: [step('send', '2026-04-26T02:00:00Z')],
          },
        ],
        diagnoses: [
          {
            ...{ recordedAt: '2026-05-20T02:00:00Z', institution: 'H', method: 'karyotype' },
            ...{ material: 'amniotic-fluid', results: [{ target: 'T21', result: 'trisomy' }] },
          },
        ],
      },
    ],
    redraws: [{ openedAt: '2026-04-01T02:00:00Z', reason: 'leak', steps: [] }],
    followUp: { openedAt: '2026-04-23T02:00:00Z', reason: 'high-risk', steps: [] },
  } as unknown as Aftercare;
  const moments = momentsOf(aftercare);
  const told = moments.map((each) => ('word' in each ? each.word : each.step.event));
  expect(told).toEqual([
    ...['diagnosisMade', 'send', 'referralMade', 'refer', 'notify'],
    ...['followUpOpened', 'caseOpened', 'redrawAsked'],
  ]);
  expect(moments.map(({ place }) => place)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  expect(moments[0]).toMatchObject({
    about: ['H', 'karyotype', 'amniotic-fluid', 'T21:', 'trisomy'],
  });
});
