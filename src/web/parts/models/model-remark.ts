import type { Language } from '../../i18n/language.ts';

/** What models write down of themselves, in English, and how it is said in Chinese. */
const remarks: readonly (readonly [english: RegExp, chinese: string])[] = [
  [/^only (\d+) controls: limits are wide$/, '仅 $1 个对照样本：界限较宽'],
  [/^the controls vary less than counting: copies\?$/, '对照样本的差异小于计数噪声：是否有重复？'],
  [/^fetal sexes are unknown$/, '胎儿性别未知'],
  [/^no control with a boy$/, '没有男胎对照样本'],
  [/^no control with a girl$/, '没有女胎对照样本'],
  [/^(\d+) controls of unknown fetal sex$/, '$1 个对照样本的胎儿性别未知'],
  [/^X and Y were not learned$/, '未学习 X 与 Y'],
  [
    /^no fetal fraction: (\d+) controls of known fetal fraction, (\d+) are needed$/,
    '不给出胎儿比例：已知胎儿比例的对照样本 $1 个，至少需要 $2 个',
  ],
  [
    /^no fetal fraction: the placental profile does not follow the fetal fraction$/,
    '不给出胎儿比例：胎盘谱与胎儿比例不相关',
  ],
  [/^(\d+) controls were excluded$/, '$1 个对照样本被排除'],
  [/^too few reads: (\d+)$/, '序列数过少：$1'],
  [/^z of chromosome (\d+) is (-?[\d.]+)$/, '$1 号染色体 Z 值为 $2'],
];

/**
 * A remark of a model in a language; one nobody knows is shown as it is.
 *
 * @example modelRemark('too few reads: 4000', 'zh') // '序列数过少：4000'
 */
export function modelRemark(remark: string, language: Language): string {
  if (language === 'en') return remark;
  const parts = remark.split(', ').map((part) => chinese(part));
  return chinese(remark) ?? (parts.every((part) => part !== null) ? parts.join('，') : remark);
}

function chinese(remark: string): string | null {
  const found = remarks.find(([english]) => english.test(remark));
  return found ? remark.replace(found[0], found[1]) : null;
}
