import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personIdentifier } from '../../../src/casework/pregnancy/person-identifier.ts';
import { residentId } from '../../../src/casework/pregnancy/resident-id.ts';

const today = '2026-09-20';

describe('resident identity numbers', () => {
  it.each([
    ['11010519491231002X', '1949-12-31', 'female'],
    ['440524188001010014', '1880-01-01', 'male'],
    ['350102199103150028', '1991-03-15', 'female'],
    ['350181198802290442', '1988-02-29', 'female'],
    ['35012119951130112X', '1995-11-30', 'female'],
  ])('%s is valid', (number, birthDate, sex) => {
    const divisionCode = number.slice(0, 6);
    expect(residentId(number, today)).toEqual({
      ok: true,
      value: { number, divisionCode, birthDate, sex },
    });
  });

  it('accepts a small x and space around, and stores the capital', () => {
    expect(residentId(' 35012119951130112x ', today)).toMatchObject({
      value: { number: '35012119951130112X' },
    });
  });

  it('notices every single changed digit and every swap of neighbours', () => {
    const number = '350102199103150028';
    fc.assert(
      fc.property(fc.nat(16), fc.integer({ min: 1, max: 9 }), (place, by) => {
        const digit = (Number(number[place]) + by) % 10;
        const changed = number.slice(0, place) + digit + number.slice(place + 1);
        expect(residentId(changed, today).ok).toBe(false);
      }),
    );
    for (let i = 0; i < 17; i++) {
      if (number[i] === number[i + 1]) continue;
      const swapped = number.slice(0, i) + number[i + 1] + number[i] + number.slice(i + 2);
      expect(residentId(swapped, today).ok).toBe(false);
    }
  });

  it.each([
    ['350102199103150027', 'identifier-check-digit'],
    ['350102910315002', 'identifier-malformed'],
    ['35010219910315002', 'identifier-malformed'],
    ['35010219910315002Y', 'identifier-malformed'],
    ['050102199103150028', 'identifier-malformed'],
    ['', 'identifier-malformed'],
  ])('%s is refused: %s', (number, kind) => {
    expect(residentId(number, today)).toMatchObject({ ok: false, problem: { kind } });
  });

  it('refuses impossible and future birth dates behind a good check digit', () => {
    const withCheck = (body: string) =>
      [...'0123456789X'].map((last) => residentId(body + last, today));
    const kinds = (body: string) =>
      withCheck(body).flatMap((ruling) => (ruling.ok ? ['ok'] : [ruling.problem.kind]));
    expect(kinds('35010219910230002')).toContain('identifier-birth-date');
    expect(kinds('35010220270101002')).toContain('identifier-birth-date');
    expect(kinds('35010219910230002')).not.toContain('ok');
  });

  it('says nothing of the number in its refusal', () => {
    const ruling = residentId('350102199103150027', today);
    expect(JSON.stringify(ruling)).not.toContain('3501');
  });
});

describe('identifiers of a pregnant woman', () => {
  it('must be those of a woman', () => {
    expect(
      personIdentifier({ type: 'resident-id', value: '440524188001010014' }, today),
    ).toMatchObject({ problem: { kind: 'identifier-sex' } });
    expect(personIdentifier({ type: 'resident-id', value: '350102199103150028' }, today)).toEqual({
      ok: true,
      value: { type: 'resident-id', value: '350102199103150028', birthDate: '1991-03-15' },
    });
  });

  it('may be a residence permit of Hong Kong, Macao or Taiwan', () => {
    const type = 'hong-kong-macao-taiwan-residence-permit';
    const candidates = [...'0123456789X'].map((last) => `81000019910315002${last}`);
    const good = candidates.filter((value) => personIdentifier({ type, value }, today).ok);
    expect(good).toHaveLength(1);
    expect(personIdentifier({ type, value: '350102199103150028' }, today).ok).toBe(false);
  });

  it('may be a passport, which carries no birth date', () => {
    expect(personIdentifier({ type: 'passport', value: ' e12345678 ' }, today)).toEqual({
      ok: true,
      value: { type: 'passport', value: 'E12345678', birthDate: null },
    });
    expect(personIdentifier({ type: 'passport', value: 'E1' }, today).ok).toBe(false);
    expect(personIdentifier({ type: 'passport', value: "E1' OR 1=1" }, today).ok).toBe(false);
  });

  it('may be a permanent residence card of either form', () => {
    const type = 'foreigner-permanent-residence-card';
    expect(personIdentifier({ type, value: 'usa350191031502' }, today)).toMatchObject({
      value: { value: 'USA350191031502', birthDate: null },
    });
    const candidates = [...'0123456789X'].map((last) => `91134019910315002${last}`);
    const good = candidates.filter((value) => personIdentifier({ type, value }, today).ok);
    expect(good).toHaveLength(1);
    expect(personIdentifier({ type, value: '123' }, today).ok).toBe(false);
  });
});
