import { expect, it } from 'vitest';
import { modelRemark } from '../../src/web/parts/models/model-remark.ts';

it('says what models write down of themselves in Chinese, and leaves the unknown as it is', () => {
  expect(modelRemark('too few reads: 4000', 'zh')).toBe('序列数过少：4000');
  const two = 'z of chromosome 18 is -6.1, z of chromosome 21 is 8.0';
  expect(modelRemark(two, 'zh')).toBe('18 号染色体 Z 值为 -6.1，21 号染色体 Z 值为 8.0');
  const lacking = 'no fetal fraction: 4 controls of known fetal fraction, 15 are needed';
  expect(modelRemark(lacking, 'zh')).toContain('已知胎儿比例的对照样本 4 个');
  expect(modelRemark(lacking, 'en')).toBe(lacking);
  expect(modelRemark('something new', 'zh')).toBe('something new');
});
