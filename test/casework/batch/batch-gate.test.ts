import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GateSample } from '../../../src/casework/batch/batch-facts.ts';
import { batchGate } from '../../../src/casework/batch/batch-gate.ts';
import { qualityLimitsOn } from '../../../src/casework/quality/quality-limits.ts';
import { analysisOf, batchExample, gateSample, scatter } from '../../support/batch-example.ts';
import { analysisExample } from '../../support/report-example.ts';

const limits = qualityLimitsOn('2026-04-23');
if (limits === null) throw new Error('no limits');

/** Check and subject of every light of a colour. */
function lit(change: readonly GateSample[], colour = 'red', patients = 12): string[] {
  const { lights } = batchGate(batchExample({ change, patients }), limits as never);
  return lights
    .filter((light) => light.colour === colour)
    .map(({ check, subject }) => `${check} ${subject ?? ''}`.trim());
}

const control = (name: string, kind: GateSample['kind'], change: Partial<GateSample>) =>
  gateSample({ name, kind, order: null, ...change });

describe('a batch as it should be', () => {
  it('passes with no light but green ones', () => {
    const gate = batchGate(batchExample(), limits);
    expect(gate.verdict).toBe('pass');
    expect(gate.lights.filter(({ colour }) => colour !== 'green')).toEqual([]);
    expect(new Set(gate.lights.map(({ check }) => check))).toEqual(
      new Set([
        ...['no-template-reads', 'negative-control', 'positive-control', 'failed-patients'],
        ...['median-reads', 'median-duplicates', 'drift-mean', 'drift-spread', 'same-data'],
        ...['sheet-against-orders', 'repeat-draw'],
      ]),
    );
  });

  it('of few patients is told nothing of drift', () => {
    expect(lit([], 'grey', 7)).toHaveLength(6);
    expect(lit([], 'red', 7)).toEqual([]);
  });
});

describe('controls', () => {
  it('must be there, each kind', () => {
    const { samples, registeredOn } = batchExample();
    for (const kind of limits.controls) {
      const rest = samples.filter((sample) => sample.kind !== kind);
      const { lights, verdict } = batchGate({ registeredOn, samples: rest }, limits);
      expect(verdict).toBe('fail');
      expect(lights.filter(({ colour }) => colour === 'red').map(({ check }) => check)).toEqual([
        kind,
      ]);
    }
  });

  it.each([
    [3000, []],
    [39_000, []],
    [41_000, ['no-template-reads NTC']],
  ])('without template may hold %i reads beside 4 million: %j', (reads, expected) => {
    const result = analysisOf(scatter(1), { reads });
    expect(lit([control('NTC', 'no-template-control', { result })])).toEqual(expected);
  });

  it('without template may hold no usable read, but not an unreadable file', () => {
    const failed = { state: 'failed', result: null, inputSha256: null } as const;
    const empty = control('NTC', 'no-template-control', { ...failed, problem: 'no-usable-reads' });
    expect(lit([empty])).toEqual([]);
    const cut = control('NTC', 'no-template-control', { ...failed, problem: 'bam-truncated' });
    expect(lit([cut])).toEqual(['no-template-control NTC']);
  });

  it('that show the wrong thing fail the batch', () => {
    const negative = control('NEG', 'negative-control', {
      result: analysisOf(scatter(3), { verdicts: { T13: 'no-call' } }),
    });
    const positive = control('POS', 'positive-control', { result: analysisOf(scatter(4)) });
    expect(lit([negative])).toEqual(['negative-control NEG']);
    expect(lit([positive])).toEqual(['positive-control POS']);
    const unread = control('POS', 'positive-control', { state: 'failed', result: null });
    expect(lit([unread])).toEqual(['positive-control POS']);
  });
});

describe('drift', () => {
  it('of one chromosome in all patients is red, of one trisomy it is not', () => {
    const moved = Array.from({ length: 12 }, (_, i) => {
      const chance = scatter(100 + i);
      return gateSample({
        name: `P${i + 1}`,
        result: analysisOf((c) => chance(c) + (c === 18 ? 3 : 0)),
      });
    });
    expect(lit(moved)).toEqual(['drift-mean chromosome 18']);
    const trisomy = analysisOf((c) => (c === 21 ? 15 : scatter(99)(c)));
    expect(lit([gateSample({ name: 'P1', result: trisomy })])).toEqual([]);
  });

  it('is seen in the spread too', () => {
    const wide = Array.from({ length: 12 }, (_, i) => {
      const chance = scatter(100 + i);
      return gateSample({
        name: `P${i + 1}`,
        result: analysisOf((c) => chance(c) * (c === 13 ? 5 : 1)),
      });
    });
    expect(lit(wide)).toContain('drift-spread chromosome 13');
  });
});

describe('identity', () => {
  it('the same bytes or the same profile under two names are red', () => {
    expect(lit([gateSample({ name: 'P2', inputSha256: 'sha-P1' })])).toEqual(['same-data P1, P2']);
    const profile = scatter(77);
    const [one, other] = [analysisOf(profile), analysisOf((c) => profile(c) + 0.05 * (c % 2))];
    const pair = [
      gateSample({ name: 'P3', result: one }),
      gateSample({ name: 'P7', result: other }),
    ];
    expect(lit(pair)).toEqual(['same-data P3, P7']);
  });

  it('a tube that was rejected, drawn or received too late is red', () => {
    const order = { state: 'ANALYSED', drawnOn: '2026-04-20', receivedOn: '2026-04-21' };
    const of = (change: Partial<typeof order>) =>
      lit([gateSample({ name: 'P4', order: { ...order, ...change } })]);
    expect(of({})).toEqual([]);
    expect(of({ receivedOn: '2026-04-22' })).toEqual([]);
    expect(of({ receivedOn: '2026-04-23' })).toEqual(['sheet-against-orders P4']);
    expect(of({ drawnOn: '2026-04-23' })).toEqual(['sheet-against-orders P4']);
    expect(of({ state: 'REJECTED' })).toEqual(['sheet-against-orders P4']);
  });

  it('a repeat draw must not contradict, and a far fetal fraction is looked at', () => {
    const same = analysisExample();
    const opposed = analysisExample({ T18: 'high-risk' });
    const unsure = analysisExample({ T18: 'no-call' });
    const of = (repeat: typeof same, colour?: string) =>
      lit([gateSample({ name: 'P5', repeats: [repeat] })], colour);
    expect(of(same)).toEqual([]);
    expect(of(unsure)).toEqual([]);
    expect(of(opposed)).toEqual(['repeat-draw P5']);
    const far = { ...same, fetalFraction: { estimate: 0.25, low: 0.22, high: 0.28 } };
    expect(of(far)).toEqual([]);
    expect(of(far, 'amber')).toEqual(['repeat-fetal-fraction P5']);
  });
});

describe('outstanding samples', () => {
  it('are red each; those aside are not waited for', () => {
    const nothing = { result: null, inputSha256: null };
    expect(lit([gateSample({ name: 'P1', state: 'outstanding', ...nothing })])).toEqual([
      'outstanding P1',
    ]);
    expect(lit([gateSample({ name: 'P1', state: 'aside', ...nothing })])).toEqual([]);
  });
});

describe('the verdict', () => {
  const change = fc.constantFrom(
    gateSample({ name: 'P1', state: 'failed', problem: 'bam-truncated', result: null }),
    gateSample({ name: 'P2', inputSha256: 'sha-P3' }),
    gateSample({ name: 'P4', state: 'outstanding', result: null }),
    control('NEG', 'negative-control', { state: 'failed', result: null }),
    gateSample({ name: 'P6' }),
  );

  it('fails exactly with a red light, whatever the order of the samples', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 3 }), fc.integer(), (changes, by) => {
        const facts = batchExample({ change: changes });
        const turn = ((by % facts.samples.length) + facts.samples.length) % facts.samples.length;
        const samples = [...facts.samples.slice(turn), ...facts.samples.slice(0, turn)];
        const [gate, turned] = [facts, { ...facts, samples }].map((each) =>
          batchGate(each, limits),
        );
        const red = gate.lights.filter(({ colour }) => colour === 'red');
        expect(gate.verdict).toBe(red.length > 0 ? 'fail' : 'pass');
        expect(turned.verdict).toBe(gate.verdict);
        const count = (lights: typeof gate.lights) =>
          lights.filter(({ colour }) => colour === 'red').length;
        expect(count(turned.lights)).toBe(count(gate.lights));
      }),
    );
  });
});
