import { describe, expect, it } from 'vitest';
import { maskDigits, maskIdNumber, maskName, maskPhone } from '../../src/security/mask.ts';

describe('a masked name', () => {
  it.each([
    ['张三', '张*'],
    ['张三丰', '张**'],
    ['欧阳修文', '欧阳**'],
    ['欧阳修', '欧阳*'],
    ['欧阳', '欧*'],
    ['𠮷田', '𠮷*'],
    ['王', '*'],
    ['', ''],
    ['Maria', 'M****'],
  ])('%s → %s', (name, masked) => expect(maskName(name)).toBe(masked));
});

describe('a masked identity number', () => {
  it.each([
    ['350102199103150028', '350102********0028'],
    ['11010519491231002X', '110105********002X'],
    ['350102910315002', '350102*****5002'],
    ['E12345678', '*******78'],
    ['12345', '*****'],
    ['', ''],
  ])('%s → %s', (number, masked) => expect(maskIdNumber(number)).toBe(masked));
});

describe('a masked telephone number', () => {
  it.each([
    ['13812345678', '138****5678'],
    ['+86 138-1234-5678', '138****5678'],
    ['87654321', '******21'],
    ['110', '***'],
  ])('%s → %s', (phone, masked) => expect(maskPhone(phone)).toBe(masked));
});

describe('a text with numbers that do not belong there', () => {
  it.each([
    ['asked by 13812345678 on 2026-04-23', 'asked by *********78 on 2026-04-23'],
    ['证件35010219910315002X，见单', '证件****************2X，见单'],
    ['12345 stays, 123456 goes', '12345 stays, ****56 goes'],
    ['', ''],
  ])('%s → %s', (text, masked) => expect(maskDigits(text)).toBe(masked));
});
