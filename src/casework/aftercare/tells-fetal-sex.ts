/** Karyotypes with their sex chromosomes, and the plain words in Chinese and English. */
const telling = [
  /\b4[5-9]\s*,\s*(?:X[XY]|X(?!\?))/i,
  /[男女](?:胎|婴|孩|宝|性胎)/,
  /胎儿性别|[XY]{2}染色体/i,
  /\b(?:male|female)\s+(?:fetus|foetus|infant|newborn|baby|child)\b/i,
  /\b(?:baby|newborn|infant)\s+(?:boy|girl)\b|\bit(?:'s| is) a (?:boy|girl)\b/i,
];

/**
 * Whether a note would tell the fetal sex. Notes are refused then: who writes one is told to leave
 * it out, since it must never leave the laboratory.
 *
 * @example tellsFetalSex('46,XX') // true
 * @example tellsFetalSex('妇女已知情，选择羊膜腔穿刺') // false
 * @example tellsFetalSex('47,X?,+21') // false
 */
export function tellsFetalSex(note: string): boolean {
  return telling.some((pattern) => pattern.test(note));
}
