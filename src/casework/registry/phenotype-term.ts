/**
 * Phenotypes that may be recorded of a fetus or newborn, with the official Chinese labels of the
 * Human Phenotype Ontology (domain page, section 4.2). Terms that tell a fetal sex are not in this
 * table.
 */
export const phenotypeLabels = {
  'HP:0010880': '颈部透明层厚度增加',
  'HP:0000476': '囊状水瘤',
  'HP:0001789': '胎儿水肿',
  'HP:0011425': '胎儿超声软指标',
  'HP:0034057': '胎儿异常',
  'HP:0034058': '胎儿形态异常',
  'HP:0010948': '胎儿心血管形态异常',
  'HP:0001627': '心脏形态异常',
  'HP:0001629': '室间隔缺损',
  'HP:0001631': '房间隔缺损',
  'HP:0006695': '房室管缺损',
  'HP:0001636': '法洛四联症',
  'HP:0001680': '主动脉缩窄',
  'HP:0002323': '无脑畸形',
  'HP:0002414': '脊柱裂',
  'HP:0002475': '脊髓脊膜膨出',
  'HP:0002084': '脑膨出',
  'HP:0001360': '前脑无裂畸形',
  'HP:0000238': '脑积水',
  'HP:0000204': '上唇裂',
  'HP:0000175': '腭裂',
  'HP:0008551': '小耳畸形',
  'HP:0001539': '脐膨出',
  'HP:0001543': '腹裂',
  'HP:0000776': '先天性膈疝',
  'HP:0002032': '食管闭锁',
  'HP:0002023': '肛门闭锁',
  'HP:0001762': '马蹄内翻足',
  'HP:0001188': '攥拳手',
  'HP:0001162': '轴后多指',
  'HP:0001159': '并指（趾）',
  'HP:0010942': '心室强光点',
  'HP:0010943': '胎儿肠管回声增强',
  'HP:0010945': '胎儿肾盂扩张',
  'HP:0001195': '单脐动脉',
  'HP:0005301': '左侧上腔静脉永存',
  'HP:0001561': '羊水过多',
  'HP:0001562': '羊水过少',
  'HP:0001511': '胎儿宫内发育迟缓',
  'HP:0001518': '小于胎龄儿',
  'HP:0003826': '死胎',
  'HP:0005268': '流产',
  'HP:0001622': '早产',
  'HP:0000365': '听力受损',
  'HP:0000851': '先天性甲减',
  'HP:0000252': '小头畸形',
  'HP:0012758': '神经发育延迟',
} as const satisfies Record<string, string>;

export type PhenotypeCode = keyof typeof phenotypeLabels;

/** Whether a code is a phenotype in use. */
export function isPhenotypeCode(code: string): code is PhenotypeCode {
  return Object.hasOwn(phenotypeLabels, code);
}
