/** Chinese family names of two characters in use; any other has one. */
const doubleFamilyNames = new Set([
  ...['欧阳', '歐陽', '上官', '司马', '司馬', '司徒', '诸葛', '諸葛', '尉迟', '尉遲', '皇甫'],
  ...['慕容', '令狐', '端木', '东方', '東方', '公孙', '公孫', '轩辕', '軒轅', '宇文', '长孙'],
  ...['長孫', '夏侯', '南宫', '南宮', '独孤', '獨孤', '申屠', '呼延', '闻人', '聞人', '钟离'],
  ...['鍾離', '澹台', '澹臺', '公冶', '太叔', '濮阳', '濮陽', '赫连', '赫連', '拓跋', '鲜于'],
]);

/**
 * A name with the family name left: 张*, 欧阳**. A name that is one character long, or written in
 * letters, keeps nothing or its first letter.
 *
 * @example maskName('欧阳修文') // '欧阳**'
 */
export function maskName(name: string): string {
  const characters = [...name.trim()];
  const family = characters.slice(0, 2).join('');
  const shown = characters.length > 2 && doubleFamilyNames.has(family) ? 2 : 1;
  return keepEnds(characters, { first: characters.length > shown ? shown : 0, last: 0 });
}

/**
 * An identity number with its first six and last four characters left; one of fewer than 15
 * (passports and the like) would be given away by that and keeps its last two, or nothing.
 *
 * @example maskIdNumber('350102199103150028') // '350102********0028'
 */
export function maskIdNumber(idNumber: string): string {
  const characters = [...idNumber.trim()];
  if (characters.length >= 15) return keepEnds(characters, { first: 6, last: 4 });
  return keepEnds(characters, { first: 0, last: characters.length >= 6 ? 2 : 0 });
}

/**
 * A text with every number of six digits or more left only its last two: somebody may have typed
 * a patient's where none belongs.
 *
 * @example maskDigits('asked by 13812345678 on 2026-04-23') // 'asked by *********78 on 2026-04-23'
 */
export function maskDigits(text: string): string {
  return text.replace(/\d{6,}X?/gi, (number) => keepEnds([...number], { first: 0, last: 2 }));
}

/**
 * A telephone number: a mobile of 11 digits keeps three and four, any other its last two.
 *
 * @example maskPhone('13812345678') // '138****5678'
 */
export function maskPhone(phone: string): string {
  const characters = [...phone.replace(/[\s-]/g, '').replace(/^(?:\+|00)86/, '')];
  if (characters.length === 11) return keepEnds(characters, { first: 3, last: 4 });
  return keepEnds(characters, { first: 0, last: characters.length >= 6 ? 2 : 0 });
}

function keepEnds(
  characters: readonly string[],
  { first, last }: { first: number; last: number },
): string {
  const end = characters.length - last;
  return characters.map((one, i) => (i < first || i >= end ? one : '*')).join('');
}
