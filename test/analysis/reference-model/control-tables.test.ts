import { describe, expect, it } from 'vitest';
import { assignFolds } from '../../../src/analysis/reference-model/folds.ts';
import { parseSamples } from '../../../src/analysis/reference-model/parse-samples.ts';

describe('parseSamples', () => {
  it('reads known columns in any order, quoted cells and unknown values', () => {
    const text =
      '\ufeffbatch,sample,note,fetal_fraction,fetal_sex\r\n"b,1",a,"say ""x""",0.1,male\n,b,,,\n';
    const result = parseSamples(text);
    expect(result.ok && [...result.value]).toEqual([
      ['a', { batch: 'b,1', fetalFraction: 0.1, fetalSex: 'male' }],
      ['b', { batch: null, fetalFraction: null, fetalSex: null }],
    ]);
  });

  it('knows the usual words for a sex and for nothing', () => {
    const rows = 'a,F,NA,\nb,Male,unknown,x\nc,NA,.,na\n';
    const result = parseSamples(`sample,fetal_sex,fetal_fraction,batch\n${rows}`);
    expect(result.ok && [...result.value.values()]).toEqual([
      { fetalSex: 'female', fetalFraction: null, batch: null },
      { fetalSex: 'male', fetalFraction: null, batch: 'x' },
      { fetalSex: null, fetalFraction: null, batch: null },
    ]);
  });

  it.each([
    ['no column sample', 'name\na\n', 1],
    ['a missing cell', 'sample,batch\na\n', 2],
    ['a name twice', 'sample\na\na\n', 3],
    ['an unknown sex', 'sample,fetal_sex\na,boy\n', 2],
    ['a percentage', 'sample,fetal_fraction\na,12\n', 2],
    ['an open quote', 'sample\n"a\n', 2],
    ['an empty file', '', 1],
  ])('refuses %s with its line', (_, text, line) => {
    expect(parseSamples(text)).toMatchObject({
      ok: false,
      problem: { kind: 'samples-malformed', line },
    });
  });
});

describe('assignFolds', () => {
  it('keeps batches together and parts even', () => {
    const batches = ['a', 'a', 'a', 'b', 'b', 'c', 'c', 'd'];
    const folds = assignFolds(batches, 3);
    batches.forEach((batch, i) => {
      expect(folds[i]).toBe(folds[batches.indexOf(batch)]);
    });
    expect(new Set(folds).size).toBe(3);
  });

  it('deals samples in turn where batches are unknown or too few', () => {
    expect([...assignFolds([null, null, null, null], 2)]).toEqual([0, 1, 0, 1]);
    expect([...assignFolds(['a', 'a', 'b', 'b'], 2)]).toEqual([0, 1, 0, 1]);
  });
});
