import { describe, expect, it } from 'vitest';
import { envelope } from '../../src/security/envelope.ts';
import { masterKey } from '../../src/security/master-key.ts';

const key = masterKey(Buffer.alloc(32, 7));
const { seal, open, sealText, openText } = envelope(key);
const context = {
  recordClass: 'person.identity',
  recordId: '0198f9a0-0000-7000-8000-000000000001',
};

describe('an envelope', () => {
  it.each(['', '张三', 'x'.repeat(100_000)])('opens to what was sealed', (text) => {
    expect(openText(sealText(text, context), context)).toBe(text);
  });

  it('seals bytes, also of a view into a larger buffer', () => {
    const view = Uint8Array.from([9, 1, 2, 3, 9]).subarray(1, 4);
    const padded = Buffer.concat([Buffer.of(0), seal(view, context), Buffer.of(0)]);
    expect([...open(new Uint8Array(padded).subarray(1, -1), context)]).toEqual([1, 2, 3]);
  });

  it('never seals twice alike, and shows nothing of the text', () => {
    const once = sealText('350102199103150028', context);
    expect(once.equals(sealText('350102199103150028', context))).toBe(false);
    expect(once.includes('350102')).toBe(false);
  });

  it.each([
    { ...context, recordClass: 'person.phone' },
    { ...context, recordId: '0198f9a0-0000-7000-8000-000000000002' },
    { recordClass: '', recordId: context.recordClass + context.recordId },
  ])('does not open elsewhere: $recordClass $recordId', (other) => {
    const sealed = sealText('secret', context);
    expect(() => openText(sealed, other)).toThrow('changed or belongs to another record');
  });

  it('does not open after any single bit was flipped', () => {
    const sealed = sealText('secret', context);
    for (let i = 0; i < sealed.length * 8; i++) {
      const changed = Buffer.from(sealed);
      changed[i >> 3] ^= 1 << (i & 7);
      expect(() => open(changed, context), `bit ${i}`).toThrow('sealed value');
    }
  });

  it('does not open when cut anywhere or lengthened', () => {
    const sealed = sealText('secret', context);
    for (let length = 0; length < sealed.length; length++) {
      expect(() => open(sealed.subarray(0, length), context), `${length}`).toThrow('sealed value');
    }
    expect(() => open(Buffer.concat([sealed, Buffer.of(0)]), context)).toThrow('sealed value');
  });

  it('names the case of another master key', () => {
    const other = envelope(masterKey(Buffer.alloc(32, 8)));
    expect(() => other.open(sealText('secret', context), context)).toThrow('another master key');
  });
});
