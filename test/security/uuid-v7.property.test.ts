import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uuidV7, uuidV7Generator } from '../../src/security/uuid-v7.ts';

const form = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function sorted(ids: string[]): string[] {
  return ids.toSorted((left, right) => (left < right ? -1 : 1));
}

describe('a version 7 UUID', () => {
  it('has its form and time', () => {
    const before = Date.now();
    const id = uuidV7();
    expect(id).toMatch(form);
    const ms = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
    expect(ms).toBeGreaterThanOrEqual(before);
    expect(ms).toBeLessThanOrEqual(Date.now() + 5);
  });

  it('is the example of RFC 9562 appendix A.6, given its time and bits', () => {
    // The example's rand_a is 0xCC3, whose top bit a counter's start leaves clear: 0x4C3.
    const random = () => Buffer.from('0cc398c4dc0c0c07398f', 'hex');
    const generate = uuidV7Generator({ now: () => 0x017f22e279b0, random });
    expect(generate()).toBe('017f22e2-79b0-74c3-98c4-dc0c0c07398f');
    expect(generate()).toBe('017f22e2-79b0-74c4-98c4-dc0c0c07398f');
  });

  it('sorts after every earlier one, whatever the clock does', () => {
    const steps = fc.array(fc.integer({ min: -50, max: 3 }), { minLength: 2, maxLength: 300 });
    fc.assert(
      fc.property(steps, (moves) => {
        let now = 1_700_000_000_000;
        const generate = uuidV7Generator({ now: () => now, random: randomBytes });
        const ids = moves.map((move) => {
          now += move;
          return generate();
        });
        for (const id of ids) expect(id).toMatch(form);
        expect(sorted(ids)).toEqual(ids);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  it('keeps the order when a millisecond holds more than its counter', () => {
    const generate = uuidV7Generator({ now: () => 1_700_000_000_000, random: randomBytes });
    const ids = Array.from({ length: 10_000 }, generate);
    expect(sorted(ids)).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
