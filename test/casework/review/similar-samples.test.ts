import { expect, it } from 'vitest';
import { fateOf, similarSamples } from '../../../src/casework/review/similar-samples.ts';

const own = { z: 10, fetalFraction: 0.1, readsCounted: 4e6 };
const like = { ...own, fate: 'confirmed' as const };

it('takes the nearest first, no more than asked, and counts what became of them', () => {
  const further = { ...like, z: 12, fate: 'refuted' as const };
  const { samples, counts } = similarSamples(own, [further, like, { ...like, z: 13 }], 2);
  expect(samples.map(({ z, distance }) => [z, distance])).toEqual([
    [10, 0],
    [12, 1],
  ]);
  expect(counts).toEqual({
    ...{ confirmed: 1, refuted: 1, excluded: 0, born: 0, reported: 0, open: 0 },
  });
});

it('works the example of its comment', () => {
  const earlier = [
    { ...like, z: 12 },
    { ...like, z: 1, fate: 'born' as const },
  ];
  expect(similarSamples(own, earlier, 12).counts).toMatchObject({ confirmed: 1, born: 0 });
});

it('knows none where none is alike: in z, fraction, reads, or what is unknown', () => {
  const others = [
    { ...like, z: 3 },
    { ...like, fetalFraction: 0.17 },
    { ...like, readsCounted: 4e5 },
    { ...like, fetalFraction: null },
  ];
  expect(similarSamples(own, others, 12).samples).toEqual([]);
  const unknown = { ...own, fetalFraction: null };
  expect(similarSamples(unknown, others, 12).samples).toMatchObject([{ fetalFraction: null }]);
});

it.each([
  ['confirmed', 'live-birth', 'confirmed'],
  ['refuted', null, 'refuted'],
  ['candidate', 'live-birth', 'born'],
  ['candidate', 'lost', 'reported'],
  ['not-found', null, 'reported'],
  [null, null, 'open'],
])('of %s and %s makes %s', (status, outcome, fate) => {
  expect(fateOf({ status, outcome })).toBe(fate);
});
