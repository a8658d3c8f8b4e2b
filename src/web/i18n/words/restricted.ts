import type { Words } from './words.ts';

/** Texts of what rests on X and Y. */
export const restrictedWords = {
  restricted: ['受限数据：X、Y 染色体', 'Restricted: chromosomes X and Y'],
  restrictedRule: [
    '仅用于判断性染色体非整倍体与胎儿比例。每次查看均被记录（人员、时间、理由），不得告知胎儿性别。',
    'Only to judge an aneuploidy of X or Y, or the fetal fraction. Every look is recorded with name, time and reason; never tell a fetal sex.',
  ],
  restrictedPurpose: ['用途', 'Purpose'],
  restrictedReason: [
    '查看理由（至少 10 字；不写姓名，不写性别）',
    'Why you need it (10 characters or more; no name, no sex)',
  ],
  restrictedShow: ['记录并查看', 'Record and show'],
  restrictedClose: ['关闭', 'Close'],
  restrictedCloses: [
    '{minutes} 分钟后或离开本页时自动关闭；本次查看已记录。',
    'Closes by itself after {minutes} minutes and on leaving; this look is recorded.',
  ],
  restrictedFactor: ['先输入验证码', 'Give the second factor first'],
  measureX: ['X 染色体占比', 'Share of X'],
  measureXz: ['X 与两条 X 的预期之差 (z)', 'X beside that of two X (z)'],
  measureY: ['Y 染色体占比', 'Share of Y'],
  measureYz: ['Y 与背景之差 (z)', 'Y beside its background (z)'],
  fractionProfile: ['胎儿比例：常染色体', 'Fetal fraction: autosomes'],
  fractionFragments: ['胎儿比例：片段长度', 'Fetal fraction: fragment lengths'],
  fractionX: ['胎儿比例：X 染色体', 'Fetal fraction: X'],
  fractionY: ['胎儿比例：Y 染色体', 'Fetal fraction: Y'],
  restrictedHow: [
    'X、Y 与常染色体给出的胎儿比例一致时，未见性染色体非整倍体的迹象；不一致时见提示。',
    'Where X, Y and the autosomes give one fetal fraction, nothing points to an aneuploidy of X or Y; the flags say where they do not.',
  ],
  looks: ['受限查看', 'Restricted looks'],
  looksHead: ['X、Y 受限数据查看记录', 'Looks at restricted parts (X and Y)'],
  looksHint: ['人员、时间与理由；不含所见数值', 'who, when and why; never what was seen'],
  looksNone: ['尚无人查看。', 'Nobody has looked at one.'],
  lookReader: ['查看人', 'Reader'],
  lookReason: ['理由', 'Reason'],
} as const satisfies Words;
