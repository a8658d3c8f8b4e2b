import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type SegmentProfile, segmentProfile } from '../../../fixtures/golden/dnacopy/profiles.ts';
import { runDnacopy } from '../../../fixtures/golden/dnacopy/run-dnacopy.ts';
import { SeededRandom } from '../../../fixtures/simulate/seeded-random.ts';
import { segmentCircularly } from '../../../src/analysis/call/circular-binary-segmentation.ts';
import { peerDescribe } from '../../support/peers.ts';

function segment({ values, weights }: SegmentProfile, edges: 'shuffle' | 'student'): number[] {
  const random = new SeededRandom(1, 'segments');
  return segmentCircularly({ values, weights, edges, uniform: () => random.uniform() });
}

/** How far the breakpoint furthest from any true change lies from it, points. */
function strayOf(ends: readonly number[], { changes }: SegmentProfile): number {
  const strays = ends
    .slice(0, -1)
    .map((end) => Math.min(...changes.map((change) => Math.abs(change - end))));
  return Math.max(0, ...strays);
}

it.each(['shuffle', 'student'] as const)('cuts the golden profiles as DNAcopy, %s', (edges) => {
  const file = new URL('../../../fixtures/golden/dnacopy/profiles.tsv', import.meta.url);
  const rows = readFileSync(file, 'utf8').trimEnd().split('\n').slice(2);
  expect(rows).toHaveLength(8);
  for (const row of rows) {
    const [changes, ends, values, weights] = row
      .split('\t')
      .map((list) => (list === '' ? [] : list.split(',').map(Number)));
    const arrays = { values: Float64Array.from(values), weights: Float64Array.from(weights) };
    const ours = segment({ ...arrays, changes }, edges);
    expect(ours).toEqual(ends);
    expect(ours).toHaveLength(changes.length + 1);
  }
});

const need = { what: 'Rscript with DNAcopy', present: runDnacopy([segmentProfile(0)]) !== null };

peerDescribe('DNAcopy, live', need, () => {
  it('cuts 200 simulated profiles in the same places, and where they truly change', () => {
    const profiles = Array.from({ length: 200 }, (_, index) => segmentProfile(index));
    const peer = runDnacopy(profiles);
    if (peer === null) expect.fail('Rscript failed');
    expect(profiles.filter(({ changes }) => changes.length > 0).length).toBeGreaterThan(100);
    for (const edges of ['shuffle', 'student'] as const) {
      const ours = profiles.map((profile) => segment(profile, edges));
      const equal = ours.filter((ends, i) => ends.join() === peer.ends[i].join());
      expect(equal.length).toBeGreaterThanOrEqual(196);
      expect(Math.max(...ours.map((ends, i) => strayOf(ends, profiles[i])))).toBeLessThanOrEqual(2);
    }
  }, 120_000);
});
