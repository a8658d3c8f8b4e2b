import type { Words } from './words.ts';

/** Units of the limits, and rights that are given for a time. */
export const limitCodes = {
  reads: ['条序列', 'reads'],
  fraction: ['比例', 'fraction'],
  'times the noise expected': ['预期噪声的倍数', 'times the noise expected'],
  'times the lower bound of the fetal fraction': [
    '胎儿比例下界的倍数',
    'times the lower bound of the fetal fraction',
  ],
  'fraction of patients': ['占受检者比例', 'fraction of patients'],
  'fraction of a patient’s reads': ['占受检者序列数的比例', 'fraction of a patient’s reads'],
  'standard deviations': ['标准差', 'standard deviations'],
  'correlation of 19 chromosomes': ['19 条染色体的相关系数', 'correlation of 19 chromosomes'],
  'restricted.read': ['查看 X、Y 数据', 'see X and Y'],
  unmask: ['查看身份信息', 'see who a patient is'],
} as const satisfies Words;
